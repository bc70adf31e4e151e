using System.Text;

namespace EventChat.Api.Demo;

/// <summary>What was repaired: bytes that are no UTF-8 replaced, mIRC codes and other controls taken out.</summary>
public sealed record IrcRepairs(int Replaced, int Formatting, int Controls)
{
    public static readonly IrcRepairs None = new(0, 0, 0);

    public static IrcRepairs operator +(IrcRepairs a, IrcRepairs b) =>
        new(a.Replaced + b.Replaced, a.Formatting + b.Formatting, a.Controls + b.Controls);
}

/// <summary>Any bytes to lines of clean text: no line holds a character that a message may not hold.</summary>
internal static class IrcText
{
    private const char Colour = '\x03';
    private const char HexColour = '\x04';
    private const string Switches = "\x02\x0f\x11\x16\x1d\x1e\x1f";
    private static ReadOnlySpan<byte> ReplacementMark => "\uFFFD"u8;

    public static (IReadOnlyList<string> Lines, IrcRepairs Repairs) Lines(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (bytes.EndsWith("\n"u8)) bytes = bytes[..^1];
        else if (bytes.IsEmpty) return ([], IrcRepairs.None);

        List<string> lines = [];
        var repairs = IrcRepairs.None;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            var (text, repaired) = Line(bytes[range]);
            lines.Add(text);
            repairs += repaired;
        }

        return (lines, repairs);
    }

    public static (string Text, IrcRepairs Repairs) Clean(string text)
    {
        if (!text.Any(IsForbidden)) return (text, IrcRepairs.None);

        var clean = new StringBuilder(text.Length);
        var repairs = IrcRepairs.None;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsForbidden(text[i])) clean.Append(text[i]);
            else if (FormattingAt(text.AsSpan(i)) is var length and > 0)
            {
                repairs += new IrcRepairs(0, 1, 0);
                i += length - 1;
            }
            else repairs += new IrcRepairs(0, 0, 1);
        }

        return (clean.ToString(), repairs);
    }

    private static (string, IrcRepairs) Line(ReadOnlySpan<byte> bytes)
    {
        if (bytes.EndsWith("\r"u8)) bytes = bytes[..^1];

        var decoded = Encoding.UTF8.GetString(bytes);
        var replaced = decoded.Count(static c => c == '\uFFFD') - bytes.Count(ReplacementMark);
        var (text, repairs) = Clean(decoded);
        return (text, repairs with { Replaced = replaced });
    }

    private static bool IsForbidden(char c) => char.IsControl(c) && c is not ('\t' or '\n');

    private static int FormattingAt(ReadOnlySpan<char> text) => text[0] switch
    {
        Colour => 1 + Colours(text[1..]),
        HexColour => 1 + Run(text[1..], 6, char.IsAsciiHexDigit),
        var c => Switches.Contains(c) ? 1 : 0,
    };

    // "\x03" ends colours, "\x034" sets one, "\x034,12" sets both; a comma without a digit behind it is text.
    private static int Colours(ReadOnlySpan<char> text)
    {
        var front = Run(text, 2, char.IsAsciiDigit);
        if (front == 0 || front == text.Length || text[front] != ',') return front;

        var back = Run(text[(front + 1)..], 2, char.IsAsciiDigit);
        return back == 0 ? front : front + 1 + back;
    }

    private static int Run(ReadOnlySpan<char> text, int most, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < most && length < text.Length && belongs(text[length])) length++;
        return length;
    }
}
