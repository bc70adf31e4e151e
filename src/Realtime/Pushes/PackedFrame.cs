using System.Buffers;
using System.Text.Json;
using MessagePack;

namespace EventChat.Realtime.Pushes;

/// <summary>
/// A frame's JSON records as SignalR's MessagePack messages: arrays behind their length, as HubProtocol.md of ASP.NET Core has them.
/// </summary>
internal static class PackedFrame
{
    private const byte RecordSeparator = 0x1e;
    private const int Invocation = 1, Close = 7;

    public static byte[] Of(ReadOnlyMemory<byte> json)
    {
        ArrayBufferWriter<byte> packed = new(json.Length), message = new(1_024);
        while (json.Span.IndexOf(RecordSeparator) is var end and >= 0)
        {
            using var record = JsonDocument.Parse(json[..end]);
            message.ResetWrittenCount();
            Write(record.RootElement, message);
            WriteLength(message.WrittenCount, packed);
            packed.Write(message.WrittenSpan);
            json = json[(end + 1)..];
        }

        return packed.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement record, IBufferWriter<byte> to)
    {
        var writer = new MessagePackWriter(to);
        switch (record.GetProperty("type").GetInt32())
        {
            case Invocation:
                writer.WriteArrayHeader(6);
                writer.Write(Invocation);
                writer.WriteMapHeader(0);
                writer.WriteNil();
                writer.Write(record.GetProperty("target").GetString());
                writer.WriteRaw(MessagePackSerializer.ConvertFromJson(record.GetProperty("arguments").GetRawText()));
                writer.WriteArrayHeader(0);
                break;
            case Close:
                writer.WriteArrayHeader(3);
                writer.Write(Close);
                writer.WriteNil();
                writer.Write(record.GetProperty("allowReconnect").GetBoolean());
                break;
            case var type:
                throw new InvalidOperationException($"Records of type {type} are not pushed.");
        }

        writer.Flush();
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private static void WriteLength(int length, IBufferWriter<byte> to)
    {
        for (; length > 0x7f; length >>= 7) to.Write([(byte)(length | 0x80)]);
        to.Write([(byte)length]);
    }
}
