using System.Globalization;
using System.Text;

namespace EventChat.Commands.Messages;

/// <summary>A part of a text that may stand for something, before anybody has looked whether it does.</summary>
/// <param name="Sign"><c>@</c>, <c>#</c>, or <c>:</c> for a link.</param>
/// <param name="Name">What stands behind the sign, with the dots and dashes that may only end the sentence.</param>
internal readonly record struct TextMark(char Sign, int Offset, string Name)
{
    public const char At = '@', Hash = '#', Link = ':';

    /// <summary>The name as it is written, then without one dot, dash or underscore after the other at its end.</summary>
    public IEnumerable<string> Names()
    {
        for (var length = Name.Length; length > 0; length--)
        {
            yield return Name[..length];
            if (Name[length - 1] is not ('.' or '-' or '_')) yield break;
        }
    }
}

/// <summary>
/// Finds what looks like a mention or a link. A name ends where letters that it cannot have go on. An invisible character (of zero width, or one that turns the
/// direction) neither begins nor ends one: with one inside, <c>@ada</c> mentions nobody, and one beside it does not hide it.
/// </summary>
internal static class TextMarks
{
    private const int LongestName = 80;

    /// <summary>All that a message without any of it costs.</summary>
    public static bool MayBeIn(string text) => text.AsSpan().ContainsAny('@', '#') || text.Contains("://", StringComparison.Ordinal);

    /// <summary>In order, never overlapping.</summary>
    public static List<TextMark> In(string text)
    {
        var parts = MarkdownParts.Of(text);
        List<TextMark> marks = [];
        var (links, silent, through) = (0, 0, 0);
        for (var at = 0; (at = NextSign(text, at)) < text.Length; at++)
        {
            AddLinksBefore(at);
            while (silent < parts.Silent.Count && parts.Silent[silent].Start <= at) through = Math.Max(through, parts.Silent[silent++].End);
            if (at < through) at = through - 1;
            else if (Read(text, at, silent < parts.Silent.Count ? parts.Silent[silent].Start : text.Length, marks) is { } mark)
            {
                marks.Add(mark);
                at += mark.Name.Length;
            }
        }

        AddLinksBefore(text.Length);
        return marks;

        void AddLinksBefore(int end)
        {
            for (; links < parts.Links.Count && parts.Links[links].Start < end; links++)
                marks.Add(new(TextMark.Link, parts.Links[links].Start, text[parts.Links[links].Start..parts.Links[links].End]));
        }
    }

    private static int NextSign(string text, int from) => text.AsSpan(from).IndexOfAny('@', '#') is >= 0 and var at ? from + at : text.Length;

    /// <param name="limit">Where an address or something else begins that is no name.</param>
    private static TextMark? Read(string text, int at, int limit, List<TextMark> before)
    {
        var isName = text[at] == TextMark.At;
        var end = at + 1;
        while (end < limit && (isName ? IsInName(text[end]) : IsInChannel(text, end))) end++;
        if (end == at + 1 || !char.IsLetterOrDigit(text[at + 1]) || end - at - 1 > LongestName) return null;
        return Begins(text, at, before) && (end == limit || Ends(text, end, isName)) ? new(text[at], at, text[(at + 1)..end]) : null;
    }

    private static bool IsInName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';

    private static bool IsInChannel(string text, int at) => text[at] is '.' or '-' or '_' || char.IsLetterOrDigit(text[at]) || IsMark(Rune.GetUnicodeCategory(RuneAt(text, at)));

    /// <summary>Not within a word, an address or a path, nor where somebody put a backslash to say that it is none. Names may follow each other with a slash.</summary>
    private static bool Begins(string text, int at, List<TextMark> before)
    {
        var end = at;
        while (end > 0 && (text[end - 1] == '_' || IsInvisible(RuneBefore(text, end)))) end -= RuneBefore(text, end).Utf16SequenceLength;
        if (end == 0) return true;
        if (text[end - 1] == '/') return before is [.., var last] && last.Sign != TextMark.Link && last.Offset + 1 + last.Name.Length == end - 1;
        return text[end - 1] is not ('@' or '#' or '&' or '\\') && !GoesOn(RuneBefore(text, end), scripts: true);
    }

    private static bool Ends(string text, int end, bool isName)
    {
        while (end < text.Length && IsInvisible(RuneAt(text, end))) end += RuneAt(text, end).Utf16SequenceLength;
        return end == text.Length || !(text[end] is '@' || GoesOn(RuneAt(text, end), scripts: isName));
    }

    /// <summary>Whether a word of these letters would go on. Scripts without capitals stand beside names without a space between.</summary>
    private static bool GoesOn(Rune rune, bool scripts) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.OtherLetter => !scripts,
        var category => Rune.IsLetterOrDigit(rune) || IsMark(category),
    };

    private static bool IsMark(UnicodeCategory category) => category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;

    private static Rune RuneAt(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune : Rune.ReplacementChar;

    private static Rune RuneBefore(string text, int end) => Rune.DecodeLastFromUtf16(text.AsSpan(0, end), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;
}
