using System.Buffers;
using System.Text;

namespace EventChat.Api.Hooks;

/// <summary>
/// Turns text as Slack has it into Markdown: <c>*bold*</c>, <c>~strike~</c>, <c>&lt;address|label&gt;</c>, mentions, and the three characters that are written as
/// entities. Code stays as it is. So does whatever is no syntax of Slack, such as the Markdown of those who send to Mattermost. Takes time in proportion to the text.
/// </summary>
internal sealed class SlackText
{
    private const string Fence = "```";
    private static readonly SearchValues<char> Special = SearchValues.Create("<&`*~@#");
    private readonly string text;
    private readonly SlackNames names;
    private readonly StringBuilder markdown = new();

    /// <summary>Where a span that is open ends, and up to where it is known that no other of its kind does; by mark.</summary>
    private readonly Dictionary<char, (int End, int Tried)> spans = new() { ['*'] = (-1, 0), ['~'] = (-1, 0) };

    private SlackText(string text, SlackNames names) => (this.text, this.names) = (text, names);

    public static string ToMarkdown(string text, SlackNames names) => new SlackText(text.ReplaceLineEndings("\n"), names).Read();

    /// <summary>Text in which nothing means anything but itself.</summary>
    public static string Plain(string text) => Escaped(Decoded(text.ReplaceLineEndings("\n")));

    /// <summary>The same of a text without entities.</summary>
    public static string Escaped(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (Means(text, i)) plain.Append('\\');
            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>Slack writes three characters as entities, and no others.</summary>
    public static string Decoded(string text) => !text.Contains('&', StringComparison.Ordinal) ? text : text
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    private string Read()
    {
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAny(Special);
            if (next < 0) next = text.Length - at;
            markdown.Append(text, at, next);
            at += next;
            if (at < text.Length) at = Read(at);
        }

        return markdown.ToString();
    }

    /// <returns>Where to go on.</returns>
    private int Read(int at) => text[at] switch
    {
        '<' => ReadToken(at),
        '&' => ReadEntity(at),
        '`' => ReadCode(at),
        '*' or '~' => ReadMark(at),
        '@' or '#' when !names.Links && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]) && (at == 0 || !char.IsLetterOrDigit(text[at - 1])) => Write(at, $"\\{text[at]}", 1),
        _ => Write(at, text[at].ToString(), 1),
    };

    private int ReadToken(int at)
    {
        var length = text.AsSpan(at + 1).IndexOfAny('<', '>', '\n');
        if (length > 0 && text[at + 1 + length] == '>' && SlackToken.ToMarkdown(text.Substring(at + 1, length), names, Follows(at + length + 2)) is { } written)
        {
            // A name counts only where no word touches it.
            if (written.StartsWith('@') || written.StartsWith('#'))
            {
                if (markdown.Length > 0 && char.IsLetterOrDigit(markdown[^1])) markdown.Append(' ');
                if (char.IsLetterOrDigit(Follows(at + length + 2))) written += ' ';
            }

            return Write(at, written, length + 2);
        }

        return Write(at, BeginsTag(text, at + 1) ? "\\<" : "<", 1);
    }

    private int ReadEntity(int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("&lt;", StringComparison.Ordinal)) return Write(at, BeginsTag(text, at + 4) ? "\\<" : "<", 4);
        if (rest.StartsWith("&gt;", StringComparison.Ordinal)) return Write(at, ">", 4);
        // An ampersand that would make an entity of what follows stays one itself.
        if (rest.StartsWith("&amp;", StringComparison.Ordinal)) return Write(at, IsEntity(rest[5..]) ? "&amp;" : "&", 5);
        return Write(at, "&", 1);
    }

    private int ReadCode(int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith(Fence, StringComparison.Ordinal))
        {
            var length = rest[Fence.Length..].IndexOf(Fence, StringComparison.Ordinal);
            if (length < 0) return Write(at, Fence, Fence.Length);
            WriteFenced(Decoded(text.Substring(at + Fence.Length, length)), Follows(at + length + (2 * Fence.Length)));
            return at + length + (2 * Fence.Length);
        }

        var end = rest[1..].IndexOfAny('`', '\n');
        return end > 0 && rest[end + 1] == '`' ? Write(at, $"`{Decoded(text.Substring(at + 1, end))}`", end + 2) : Write(at, "`", 1);
    }

    /// <summary>Markdown wants the fence on lines of its own, Slack does not.</summary>
    private void WriteFenced(string code, char follows)
    {
        if (!code.Contains('\n', StringComparison.Ordinal))
        {
            markdown.Append(Fence).Append(code).Append(Fence);
            return;
        }

        var first = code.AsSpan(0, code.IndexOf('\n', StringComparison.Ordinal));
        if (markdown.Length > 0 && markdown[^1] != '\n') markdown.Append('\n');
        markdown.Append(Fence);
        if (first.Length == 0 || first.ContainsAnyExcept(Words)) markdown.Append('\n');
        markdown.Append(code.AsSpan().Trim('\n')).Append('\n').Append(Fence);
        if (follows is not ('\n' or '\0')) markdown.Append('\n');
    }

    private static readonly SearchValues<char> Words = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#-");

    private int ReadMark(int at)
    {
        var mark = text[at];
        var run = 1;
        while (at + run < text.Length && text[at + run] == mark) run++;
        var (end, tried) = spans[mark];
        if (run > 1) return Write(at, new(mark, run), run);
        if (at == end) return Write(at, mark == '*' ? "**" : "~~", 1);
        if (at < end || at < tried || !Opens(at)) return Write(at, mark.ToString(), 1);

        spans[mark] = FindEnd(at, mark) is { } found ? (found, tried) : (-1, EndOfLine(at));
        return Write(at, spans[mark].End < 0 ? mark.ToString() : mark == '*' ? "**" : "~~", 1);
    }

    private bool Opens(int at) => at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]) && (at == 0 || !char.IsLetterOrDigit(text[at - 1]));

    /// <summary>On the same line, and neither in code nor in an address.</summary>
    private int? FindEnd(int at, char mark)
    {
        for (var i = at + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] is '<' or '`')
            {
                var length = text.AsSpan(i + 1).IndexOfAny(text[i] == '<' ? '>' : '`', '\n');
                if (length < 0) return null;
                if (text[i + 1 + length] != '\n') i += length + 1;
            }
            else if (text[i] == mark && i > at + 1 && !char.IsWhiteSpace(text[i - 1]) && text[i - 1] != mark && Follows(i + 1) != mark && !char.IsLetterOrDigit(Follows(i + 1)))
                return i;
        }

        return null;
    }

    private int EndOfLine(int at) => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    private char Follows(int at) => at < text.Length ? text[at] : '\0';

    private int Write(int at, string written, int read)
    {
        markdown.Append(written);
        return at + read;
    }

    private static bool BeginsTag(string text, int at) => at < text.Length && (char.IsAsciiLetter(text[at]) || text[at] is '/' or '!' or '?');

    /// <summary>Whether Markdown would take the character for more than itself.</summary>
    private static bool Means(string text, int at) => text[at] switch
    {
        '*' or '~' or '`' or '[' or ']' => true,
        '_' => !IsWithinWord(text, at),
        '<' => BeginsTag(text, at + 1),
        '&' => IsEntity(text.AsSpan(at + 1)),
        '\\' => at + 1 < text.Length && char.IsAscii(text[at + 1]) && (char.IsPunctuation(text[at + 1]) || char.IsSymbol(text[at + 1])),
        _ => false,
    };

    private static bool IsEntity(ReadOnlySpan<char> after)
    {
        const int longest = 32;
        var end = after[..Math.Min(after.Length, longest)].IndexOf(';');
        return end > 0 && !after[..end].ContainsAnyExcept(EntityNames);
    }

    private static readonly SearchValues<char> EntityNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#");

    private static bool IsWithinWord(string text, int at) => at > 0 && char.IsLetterOrDigit(text[at - 1]) && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]);
}
