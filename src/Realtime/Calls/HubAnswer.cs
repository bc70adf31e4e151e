using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Events.Store;
using MessagePack;
using MessagePack.Formatters;

namespace EventChat.Realtime.Calls;

/// <summary>What a call came to, in JSON that is written already.</summary>
/// <param name="Json"><c>{"position": …, "result": …}</c>; the position is that of <c>EventChat-Position</c>, the result that of REST, if any.</param>
[JsonConverter(typeof(HubAnswerJson))]
public sealed record HubAnswer(ReadOnlyMemory<byte> Json)
{
    /// <summary>It is done, and there is nothing to say of it.</summary>
    internal static readonly HubAnswer Done = new("{}"u8.ToArray());

    /// <summary>A position in a history of the log, and after how long to come back should the connection be lost.</summary>
    internal static HubAnswer At(Position position, string epoch, TimeSpan reconnectAfter) =>
        new(Encoding.UTF8.GetBytes($$"""{"position":{{position.Value}},"epoch":"{{epoch}}","reconnectAfter":{{(int)reconnectAfter.TotalMilliseconds}}}"""));
}

internal sealed class HubAnswerJson : JsonConverter<HubAnswer>
{
    public override HubAnswer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Clients send no answers.");

    public override void Write(Utf8JsonWriter writer, HubAnswer value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
}

/// <summary>The same in MessagePack: JSON's objects are maps, its whole numbers integers.</summary>
internal sealed class HubAnswerPack : IMessagePackFormatter<HubAnswer>
{
    public HubAnswer Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => throw new NotSupportedException("Clients send no answers.");

    public void Serialize(ref MessagePackWriter writer, HubAnswer value, MessagePackSerializerOptions options) =>
        writer.WriteRaw(MessagePackSerializer.ConvertFromJson(Encoding.UTF8.GetString(value.Json.Span)));
}

/// <summary>A body comes as a map and is read as the JSON that it stands for.</summary>
internal sealed class BodyPack : IMessagePackFormatter<JsonElement>
{
    public JsonElement Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var from = reader.Position;
        reader.Skip();
        var json = MessagePackSerializer.ConvertToJson(reader.Sequence.Slice(from, reader.Position), options);
        return JsonElement.Parse(json);
    }

    public void Serialize(ref MessagePackWriter writer, JsonElement value, MessagePackSerializerOptions options) =>
        writer.WriteRaw(MessagePackSerializer.ConvertFromJson(value.GetRawText()));
}
