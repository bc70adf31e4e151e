using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;
using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime.Pushes;

/// <summary>
/// Some events of one channel as the bytes of SignalR invocations, end to end, made once for all receivers.
/// The format is that of SignalR's HubProtocol.md: JSON records that end with 0x1e.
/// </summary>
internal sealed class Frame
{
    private const byte RecordSeparator = 0x1e;
    private readonly byte[] json;
    private readonly Lazy<byte[]> packed;
    private readonly SerializedHubMessage asJson;

    private Frame(ChannelId? channel, byte[] json)
    {
        (Channel, this.json) = (channel, json);
        asJson = WireFormat.Json.Message(json);
        packed = new(() => PackedFrame.Of(json));
    }

    /// <summary>Null for what is about the person or the connection as a whole.</summary>
    public ChannelId? Channel { get; }

    /// <summary>Worth nothing a moment later: a client that is behind does without, and need not know.</summary>
    public bool IsFleeting { get; private init; }

    /// <summary>In bytes of JSON, whatever the connection speaks.</summary>
    public int Length => json.Length;

    public static Frame Of(ChannelId channel, List<RecordedEvent> events, FrameBuffer buffer)
    {
        buffer.Bytes.ResetWrittenCount();
        foreach (var e in events) Write(channel, e, buffer);
        return new(channel, buffer.Bytes.WrittenSpan.ToArray());
    }

    /// <summary>The client is told to fetch this channel anew, because it was too slow for what happened there; or what is the person's own.</summary>
    public static Frame Reset(ChannelId? channel) => Call("Reset", channel, channel, PushJson.Default.NullableChannelId);

    /// <summary>A call with one argument.</summary>
    public static Frame Call<T>(string target, ChannelId? channel, T argument, JsonTypeInfo<T> json) => new(channel, Record(target, argument, json));

    /// <summary>The same call with one argument after the other.</summary>
    public static Frame Calls<T>(string target, IReadOnlyList<T> arguments, JsonTypeInfo<T> json) => new(null, [.. arguments.SelectMany(argument => Record(target, argument, json))]);

    /// <summary>A call that a client which is behind does without.</summary>
    public static Frame Fleeting<T>(string target, ChannelId? channel, T argument, JsonTypeInfo<T> json) => new(channel, Record(target, argument, json)) { IsFleeting = true };

    /// <summary>The session is over, and so is the connection: the client should not come back without signing in.</summary>
    public static Frame SessionEnded(SessionEnd reason) => new(
        null,
        [
            .. "{\"type\":1,\"target\":\"SessionEnded\",\"arguments\":["u8, .. JsonSerializer.SerializeToUtf8Bytes(reason, PushJson.Default.SessionEnd), .. "]}"u8, RecordSeparator,
            .. "{\"type\":7,\"allowReconnect\":false}"u8, RecordSeparator,
        ]);

    /// <summary>For a connection that speaks this; what it takes to say it in MessagePack is done once, and only where somebody hears it.</summary>
    public SerializedHubMessage Message(WireFormat format) => format == WireFormat.Json ? asJson : format.Message(packed.Value);

    /// <summary>Frames that gathered while an earlier write was under way leave in one write.</summary>
    public static SerializedHubMessage Join(List<Frame> frames, WireFormat format)
    {
        if (frames.Count == 1) return frames[0].Message(format);
        var (joined, at) = (new byte[frames.Sum(f => f.Bytes(format).Length)], 0);
        foreach (var bytes in frames.Select(f => f.Bytes(format)))
        {
            bytes.CopyTo(joined, at);
            at += bytes.Length;
        }

        return format.Message(joined);
    }

    private byte[] Bytes(WireFormat format) => format == WireFormat.Json ? json : packed.Value;

    private static byte[] Record<T>(string target, T argument, JsonTypeInfo<T> json) =>
    [
        .. "{\"type\":1,\"target\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(target), .. "\",\"arguments\":["u8,
        .. JsonSerializer.SerializeToUtf8Bytes(argument, json), .. "]}"u8, RecordSeparator,
    ];

    private static void Write(ChannelId channel, RecordedEvent e, FrameBuffer buffer)
    {
        var writer = buffer.Json;
        writer.Reset(buffer.Bytes);
        writer.WriteStartObject();
        writer.WriteNumber("type"u8, 1);
        writer.WriteString("target"u8, "Event"u8);
        writer.WriteStartArray("arguments"u8);
        Envelope.Write(writer, channel, e, e.PublicData.Span);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        buffer.Bytes.Write([RecordSeparator]);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionEnd))]
[JsonSerializable(typeof(ChannelId?))]
[JsonSerializable(typeof(UnreadChange))]
[JsonSerializable(typeof(SavedChange))]
[JsonSerializable(typeof(ScheduledChange))]
[JsonSerializable(typeof(NotificationsSeen))]
[JsonSerializable(typeof(AppAnswer))]
[JsonSerializable(typeof(VisibilityChange))]
[JsonSerializable(typeof(FollowChange))]
internal sealed partial class PushJson : JsonSerializerContext;

/// <summary>What one writer of frames uses again and again.</summary>
internal sealed class FrameBuffer : IDisposable
{
    public ArrayBufferWriter<byte> Bytes { get; } = new(65_536);
    public Utf8JsonWriter Json { get; } = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });
    public void Dispose() => Json.Dispose();
}
