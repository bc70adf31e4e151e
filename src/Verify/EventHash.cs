using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EventChat.Verify;

/// <summary>The hash of an event, from what a line says of it.</summary>
internal static class EventHash
{
    /// <param name="at">Microseconds since 1970.</param>
    public static byte[] Of(
        ReadOnlySpan<byte> previous, long version, Guid id, long at, Guid causation, Guid correlation, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> actor,
        ReadOnlySpan<byte> session, ReadOnlySpan<byte> data)
    {
        var length = 96 + 5 * 4 + stream.Length + type.Length + actor.Length + session.Length + data.Length;
        Span<byte> bytes = length <= 4096 ? stackalloc byte[length] : new byte[length];
        previous.CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[32..], version);
        id.TryWriteBytes(bytes[40..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[56..], at);
        causation.TryWriteBytes(bytes[64..], bigEndian: true, out _);
        correlation.TryWriteBytes(bytes[80..], bigEndian: true, out _);
        var rest = bytes[96..];
        Put(stream, ref rest);
        Put(type, ref rest);
        Put(actor, ref rest);
        Put(session, ref rest);
        Put(data, ref rest);
        return SHA256.HashData(bytes);
    }

    /// <exception cref="FormatException">It is no time in UTC with six digits behind the second.</exception>
    public static long Microseconds(ReadOnlySpan<byte> time)
    {
        Span<char> text = stackalloc char[27];
        if (time.Length != text.Length || !Ascii.IsValid(time)) throw new FormatException("A time is expected.");
        Encoding.ASCII.GetChars(time, text);
        return DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            : throw new FormatException("A time is expected.");
    }

    private static void Put(ReadOnlySpan<byte> text, ref Span<byte> rest)
    {
        BinaryPrimitives.WriteInt32BigEndian(rest, text.Length);
        text.CopyTo(rest[4..]);
        rest = rest[(4 + text.Length)..];
    }
}
