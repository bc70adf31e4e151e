using System.Globalization;

namespace EventChat.Events;

/// <summary>Times as clients see them: RFC 3339, UTC, with milliseconds.</summary>
public static class Timestamp
{
    public const int Length = 24;
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static ReadOnlySpan<char> Write(DateTimeOffset at, Span<char> text)
    {
        at.UtcDateTime.TryFormat(text, out var written, Format, CultureInfo.InvariantCulture);
        return text[..written];
    }

    public static string Text(DateTimeOffset at) => new(Write(at, stackalloc char[Length]));
}
