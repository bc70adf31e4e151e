using System.Buffers;
using System.Globalization;
using System.Text;
using EventChat.Events;

namespace EventChat.Projections.Search;

/// <summary>
/// Cuts a text into what can be found, the same way for messages, queries and highlights, whatever engine keeps the index. A word is letters and digits; what stands
/// between blanks and has other characters in it, such as <c>foo_bar</c>, <c>--force</c> or <c>/etc/passwd</c>, is also one code-like word.
/// </summary>
public static class TextAnalysis
{
    /// <summary>Of a term, in characters; what is longer is found by its beginning.</summary>
    public const int LongestTerm = 100;

    private const string Opening = "\"'`([{<*“‘«¿¡", Closing = "\"'`)]}>*.,;:!?/(“”’»…";
    private static readonly SearchValues<char> Joints = SearchValues.Create("/@:=,;|()[]{}<>&?\"");

    /// <summary>The tokens of a text in the order of their positions.</summary>
    public static List<Token> Tokens(string text, Language language)
    {
        List<Token> tokens = [];
        var position = 0;
        for (var start = 0; start < text.Length;)
        {
            if (IsBlank(text[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < text.Length && !IsBlank(text[end])) end++;
            position = Chunk(text, start, end, position, language, tokens);
            start = end;
        }

        return tokens;
    }

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || char.IsControl(c);

    private static int Chunk(string text, int start, int end, int position, Language language, List<Token> tokens)
    {
        var (first, begun) = (tokens.Count, position);
        position = Words(text, start, end, position, language, tokens);
        if (position == begun) return position;

        (start, end) = Trim(text, start, end);
        var words = tokens.Count;
        if (!IsCodeLike(text, start, end, tokens, first, words)) return position;

        AddExact(text, start, end, tokens, first, words);
        for (var from = start; from < end;)
        {
            var to = text.AsSpan(from, end - from).IndexOfAny(Joints);
            to = to < 0 ? end : from + to;
            var (s, e) = Trim(text, from, to);
            if ((s, e) != (start, end) && s < e && IsCodeLike(text, s, e, tokens, first, words)) AddExact(text, s, e, tokens, first, words);
            from = to + 1;
        }

        return position;
    }

    /// <summary>Letters and digits, also with an apostrophe between them. Writing without blanks, and pictures, are words character by character.</summary>
    private static int Words(string text, int start, int end, int position, Language language, List<Token> tokens)
    {
        for (var i = start; i < end;)
        {
            var rune = RuneAt(text, i);
            if (StandsAlone(rune))
            {
                var alone = i;
                do i += RuneAt(text, i).Utf16SequenceLength; while (i < end && IsMark(RuneAt(text, i)));
                Add(text, alone, i, ++position, null, tokens);
                continue;
            }

            if (!IsOfWord(rune))
            {
                i += rune.Utf16SequenceLength;
                continue;
            }

            var from = i;
            while (i < end && RuneAt(text, i) is var next && !StandsAlone(next) && (IsOfWord(next) || IsInside(text, i, next, from, end))) i += next.Utf16SequenceLength;
            var to = i;
            while (IsUnseen(text[to - 1])) to--;
            Add(text, from, to, ++position, language, tokens);
        }

        return position;
    }

    private static void Add(string text, int from, int to, int position, Language? language, List<Token> tokens)
    {
        var word = Fold(text, from, to);
        if (word.Length == 0) return;
        var stem = language is null || !word.All(char.IsLetter) && !word.Contains('\'', StringComparison.Ordinal) ? word : language.Stem(word);
        tokens.Add(new(stem, position, from, to - from));
        if (!string.Equals(stem, word, StringComparison.Ordinal)) tokens.Add(new(Token.Surface + word, position, from, to - from));
    }

    private static void AddExact(string text, int start, int end, List<Token> tokens, int first, int words)
    {
        for (var i = first; i < words; i++)
        {
            if (tokens[i].Offset < start) continue;
            tokens.Add(new(Token.Exact + Fold(text, start, end), tokens[i].Position, start, end - start));
            return;
        }
    }

    /// <summary>Something stands in it that is part of no word, and a word does.</summary>
    private static bool IsCodeLike(string text, int start, int end, List<Token> tokens, int first, int words)
    {
        var covered = 0;
        for (var i = first; i < words; i++)
            if (tokens[i].IsWord && tokens[i].Offset >= start && tokens[i].Offset + tokens[i].Length <= end) covered += tokens[i].Length;
        return covered > 0 && covered < end - start;
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && (Opening.Contains(text[start], StringComparison.Ordinal) || IsUnseen(text[start]))) start++;
        while (start < end && (Closing.Contains(text[end - 1], StringComparison.Ordinal) || IsUnseen(text[end - 1]))) end--;
        return (start, end);
    }

    /// <summary>In lower case, without what cannot be seen.</summary>
    internal static string Fold(string text, int from, int to)
    {
        var part = text[from..to];
        if (!Ascii.IsValid(part))
        {
            part = string.Concat(part.EnumerateRunes()).Replace('’', '\'');
            if (part.Any(IsUnseen)) part = string.Concat(part.Where(static c => !IsUnseen(c)));
            part = NormalForm.Of(part);
        }

        part = part.ToLowerInvariant();
        if (part.Length <= LongestTerm) return part;
        return part[..(char.IsHighSurrogate(part[LongestTerm - 1]) ? LongestTerm - 1 : LongestTerm)];
    }

    private static Rune RuneAt(string text, int index) => Rune.TryGetRuneAt(text, index, out var rune) ? rune : Rune.ReplacementChar;

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber && !IsUnseen(rune));

    /// <summary>It says how others are shown, such as which way they run or whether as a picture.</summary>
    private static bool IsUnseen(Rune rune) => rune.Value is >= 0xfe00 and <= 0xfe0f || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format;

    private static bool IsUnseen(char c) => Rune.TryCreate(c, out var rune) && IsUnseen(rune);

    /// <summary>An apostrophe between letters, or something that cannot be seen.</summary>
    private static bool IsInside(string text, int i, Rune rune, int from, int end) =>
        IsUnseen(rune)
        || (rune.Value is '\'' or '’' && i > from && i + 1 < end && char.IsLetter(text[i + 1]) && (char.IsLetter(text[i - 1]) || char.GetUnicodeCategory(text[i - 1]) == UnicodeCategory.NonSpacingMark));

    private static bool StandsAlone(Rune rune) => rune.Value is >= 0x2E80 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF
        ? !IsMark(rune)
        : Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol;

    /// <summary>It stands on the sign before it, such as an accent of its own.</summary>
    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;
}
