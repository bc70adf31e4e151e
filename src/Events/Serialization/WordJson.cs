using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventChat.Events.Serialization;

/// <summary>An enum as one of its words. Its numbers are nobody's business: a number would be taken even where no word has it.</summary>
public sealed class WordJson<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
{
    private static readonly (TEnum Value, JsonEncodedText Word)[] Words =
        [.. Enum.GetValues<TEnum>().Zip(EnumWords.Of(typeof(TEnum)), static (value, word) => (value, JsonEncodedText.Encode(word)))];

    /// <exception cref="UnreadableJsonException">It is none of the words, which are named.</exception>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            foreach (var (value, word) in Words)
                if (reader.ValueTextEquals(word.EncodedUtf8Bytes)) return value;
        if (reader.TokenType == JsonTokenType.String && reader.GetString() is { } typed)
            foreach (var (value, word) in Words)
                if (typed.Equals(word.Value, StringComparison.OrdinalIgnoreCase)) return value;
        throw new UnreadableJsonException($"one of {string.Join(", ", EnumWords.Of(typeof(TEnum)))}");
    }

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options)
    {
        foreach (var (known, word) in Words)
            if (EqualityComparer<TEnum>.Default.Equals(known, value))
            {
                writer.WriteStringValue(word);
                return;
            }

        throw new JsonException($"{value} has no word.");
    }
}

/// <summary>What the values of an enum are called in JSON.</summary>
public static class EnumWords
{
    /// <returns>In the order of the values.</returns>
    public static IReadOnlyList<string> Of(Type type) =>
        [.. Enum.GetNames(type).Select(name => type.GetField(name)!.GetCustomAttributes(typeof(JsonStringEnumMemberNameAttribute), inherit: false) is [JsonStringEnumMemberNameAttribute word] ? word.Name : name)];
}
