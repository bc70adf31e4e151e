using System.Text.Json;
using EventChat.Events;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Realtime.Pushes;

/// <summary>An event as members see it, pushed or resumed: <c>{position, channelId, version, type, at, actor, data}</c>.</summary>
internal static class Envelope
{
    public static void Write(Utf8JsonWriter writer, ChannelId channel, RecordedEvent e, ReadOnlySpan<byte> data)
    {
        Span<char> at = stackalloc char[Timestamp.Length];
        writer.WriteStartObject();
        writer.WriteNumber("position"u8, e.Position.Value);
        writer.WriteString("channelId"u8, channel.ToString());
        writer.WriteNumber("version"u8, e.Version);
        writer.WriteString("type"u8, EventTypes.PublicName(e.Type));
        writer.WriteString("at"u8, Timestamp.Write(e.RecordedAt, at));
        writer.WriteString("actor"u8, e.Actor.ToString());
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(data, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
