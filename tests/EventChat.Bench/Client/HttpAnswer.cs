using System.Buffers.Text;

namespace EventChat.Bench.Client;

/// <summary>Finds the end of an HTTP/1.1 answer. On a connection with one request at a time nothing can follow it.</summary>
internal static class HttpAnswer
{
    private const int StatusAt = 9;

    public static bool IsWhole(ReadOnlySpan<byte> received, out int status)
    {
        status = 0;
        var head = received.IndexOf("\r\n\r\n"u8);
        if (head < 0 || !Utf8Parser.TryParse(received[StatusAt..], out status, out _)) return false;

        return Number(received[..head], "\r\nContent-Length: "u8) is { } length
            ? received.Length >= head + 4 + length
            : received.EndsWith("\r\n0\r\n\r\n"u8);
    }

    public static TimeSpan RetryAfter(ReadOnlySpan<byte> answer) =>
        TimeSpan.FromSeconds(Number(answer, "\r\nRetry-After: "u8) ?? 1);

    private static int? Number(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int value, out _) ? value : null;
    }
}
