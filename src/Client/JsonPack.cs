using System.Text.Json;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace EventChat.Client;

/// <summary>Values are JSON in either protocol: in MessagePack, objects are maps and whole numbers integers.</summary>
internal sealed class JsonPack : IMessagePackFormatter<JsonElement>
{
    public static MessagePackSerializerOptions Options { get; } =
        MessagePackSerializerOptions.Standard.WithResolver(CompositeResolver.Create([new JsonPack()], [StandardResolver.Instance])).WithSecurity(MessagePackSecurity.UntrustedData);

    public JsonElement Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var from = reader.Position;
        reader.Skip();
        return JsonElement.Parse(MessagePackSerializer.ConvertToJson(reader.Sequence.Slice(from, reader.Position), options));
    }

    public void Serialize(ref MessagePackWriter writer, JsonElement value, MessagePackSerializerOptions options) =>
        writer.WriteRaw(MessagePackSerializer.ConvertFromJson(value.GetRawText()));
}
