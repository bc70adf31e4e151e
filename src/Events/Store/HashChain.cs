using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EventChat.Events.Store;

/// <summary>
/// Every stream is a chain from its first event: a hash is SHA-256 over the previous hash of the stream (32 zeros for the first event)
/// and the event's canonical bytes. These are version, id, microseconds since 1970, causation, correlation (big-endian, fixed length),
/// then stream, type, actor, session and data, each preceded by its length in bytes. The position is left out: another engine counts otherwise.
/// </summary>
public static class HashChain
{
    public static readonly ReadOnlyMemory<byte> Genesis = new byte[32];

    private const int Fixed = 32 + 8 + 16 + 8 + 16 + 16, Lengths = 5 * 4, OnStack = 4096;

    public static byte[] Next(ReadOnlySpan<byte> previous, RecordedEvent e) =>
        Next(previous, e.Stream, e.Version, e.Id, e.Type, e.Data.Span, e.Context, e.RecordedAt);

    public static byte[] Next(
        ReadOnlySpan<byte> previous, StreamName stream, long version, Guid id, string type, ReadOnlySpan<byte> data, EventContext context, DateTimeOffset at)
    {
        var room = Fixed + Lengths + Encoding.UTF8.GetMaxByteCount(stream.Value.Length + type.Length) + 2 * Id.Length + data.Length;
        Span<byte> bytes = room <= OnStack ? stackalloc byte[room] : new byte[room];

        previous.CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[32..], version);
        id.TryWriteBytes(bytes[40..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[56..], (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        context.Causation.TryWriteBytes(bytes[64..], bigEndian: true, out _);
        context.Correlation.TryWriteBytes(bytes[80..], bigEndian: true, out _);

        var end = Fixed;
        Put(stream.Value, bytes, ref end);
        Put(type, bytes, ref end);
        Put(context.Actor.ToString(), bytes, ref end);
        Put(context.Session?.ToString() ?? "", bytes, ref end);
        BinaryPrimitives.WriteInt32BigEndian(bytes[end..], data.Length);
        data.CopyTo(bytes[(end + 4)..]);
        end += 4 + data.Length;

        return SHA256.HashData(bytes[..end]);
    }

    private static void Put(string text, Span<byte> bytes, ref int end)
    {
        var length = Encoding.UTF8.GetBytes(text, bytes[(end + 4)..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[end..], length);
        end += 4 + length;
    }
}
