using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events;

/// <summary>How ids are read and written. The ULID library reads any 26 characters, so the alphabet is checked here.</summary>
public static class Id
{
    public const int Length = 27;
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("0123456789ABCDEFGHJKMNPQRSTVWXYZ");

    public static bool TryParse<TId>(ReadOnlySpan<char> text, out TId id) where TId : struct, IId<TId>
    {
        id = default;
        if (text.Length != Length || !TId.Prefixes.Contains(text[0], StringComparison.Ordinal)) return false;
        if (text[1] > '7' || text[1..].ContainsAnyExcept(Alphabet) || !Ulid.TryParse(text[1..], CultureInfo.InvariantCulture, out var value)) return false;

        id = TId.From(text[0], value);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of this kind.</exception>
    public static TId Parse<TId>(ReadOnlySpan<char> text) where TId : struct, IId<TId> =>
        TryParse<TId>(text, out var id) ? id : throw new FormatException($"'{text}' is no {typeof(TId).Name}.");

    public static string Format<TId>(TId id) where TId : struct, IId<TId> => string.Create(Length, id, static (span, id) => Write(id, span));

    /// <summary>
    /// The same words make the same id, on every node and after every restart: a creation that is repeated under its idempotency key
    /// meets the stream that the first one made.
    /// </summary>
    public static TId Derive<TId>(char prefix, params ReadOnlySpan<string> words) where TId : struct, IId<TId>
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(words.ToArray(), WordsJson.Default.StringArray), hash);
        return TId.From(prefix, new Ulid(hash[..16]));
    }

    internal static void Write<TId>(TId id, Span<char> text) where TId : struct, IId<TId>
    {
        text[0] = id.Prefix;
        id.Value.TryWriteStringify(text[1..]);
    }
}

[JsonSerializable(typeof(string[]))]
internal sealed partial class WordsJson : JsonSerializerContext;

/// <summary>Ids as JSON text, also where they name a property.</summary>
public sealed class IdJson<TId> : JsonConverter<TId> where TId : struct, IId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && Id.TryParse<TId>(reader.GetString(), out var id)) return id;
        throw new UnreadableJsonException($"an id that begins with {string.Join(" or ", TId.Prefixes.ToCharArray())}");
    }

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[Id.Length];
        Id.Write(value, text);
        writer.WriteStringValue(text);
    }

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Id.Format(value));
}
