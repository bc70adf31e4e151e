using System.Buffers.Text;

namespace EventChat.Bench.Client;

/// <summary>The number that every message of the run carries in its text, so that who receives it can tell it from all others.</summary>
internal static class MessageId
{
    public const int Length = 12;

    private const int Digits = 10;

    private static long _last;

    /// <summary>Nothing else in a request or a push holds these two bytes.</summary>
    private static ReadOnlySpan<byte> Mark => "~b"u8;

    /// <summary>The id that comes next.</summary>
    public static long Upcoming => Volatile.Read(ref _last) + 1;

    public static long Take() => Interlocked.Increment(ref _last);

    public static void Write(long id, Span<byte> text)
    {
        Mark.CopyTo(text);
        for (var at = Length - 1; at >= Mark.Length; at--, id /= 10) text[at] = (byte)('0' + (id % 10));
    }

    /// <summary>The id in a push, or -1.</summary>
    public static long Find(ReadOnlySpan<byte> push)
    {
        var at = push.IndexOf(Mark);
        return at >= 0 && push.Length >= at + Length
            && Utf8Parser.TryParse(push.Slice(at + Mark.Length, Digits), out long id, out var used) && used == Digits
            ? id
            : -1;
    }
}
