namespace EventChat.Projections.Search;

/// <summary>What somebody typed, taken apart: <c>from:@name in:#channel before: after: on: has:link is:thread is:pinned "a phrase" word word* -word</c>.</summary>
public sealed record QueryText(IReadOnlyList<QueryPart> Parts)
{
    public const int LongestText = 1_000, MostParts = 32;

    private static readonly string[] Dates = ["before", "after", "on"], Names = ["from", "in"];

    /// <summary>What the operators that take one of a few words take.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Traits { get; } =
        new Dictionary<string, IReadOnlyList<string>> { ["has"] = ["link", "file", "reaction"], ["is"] = ["thread", "pinned"] };

    /// <summary>Nothing is a mistake here: what is no operator is a word, and a phrase without an end goes to the end of the text. Whether an operator's value is one is for whoever asks.</summary>
    public static QueryText Parse(string text)
    {
        List<QueryPart> parts = [];
        for (var i = 0; i < text.Length;)
        {
            if (IsBlank(text[i]))
            {
                i++;
                continue;
            }

            var isNot = text[i] == '-' && i + 1 < text.Length && text[i + 1] != '-' && !IsBlank(text[i + 1]);
            if (isNot) i++;
            parts.Add(Part(text, ref i) with { IsNot = isNot });
        }

        return new(parts);
    }

    private static QueryPart Part(string text, ref int i)
    {
        if (IsQuote(text[i])) return new(QueryPart.Phrase, Quoted(text, ref i));

        var start = i;
        while (i < text.Length && !IsBlank(text[i]))
        {
            if (text[i] == ':' && Operator(text[start..i]) is { } name && Value(text, i + 1, out var end) is { Length: > 0 } value)
            {
                i = end;
                return new(name, value);
            }

            i++;
        }

        return new(QueryPart.Word, text[start..i]);
    }

    private static string? Operator(string word)
    {
        var name = word.ToLowerInvariant();
        return Dates.Contains(name) || Names.Contains(name) || Traits.ContainsKey(name) ? name : null;
    }

    /// <summary>A name may have blanks in it, and is then in quotes: <c>in:"Tea room"</c>, with or without the sign before it.</summary>
    private static string Value(string text, int i, out int end)
    {
        var from = i;
        if (i < text.Length && text[i] is '@' or '#' && i + 1 < text.Length && IsQuote(text[i + 1])) i++;
        if (i < text.Length && IsQuote(text[i]))
        {
            var quoted = Quoted(text, ref i);
            end = i;
            return quoted;
        }

        while (i < text.Length && !IsBlank(text[i])) i++;
        end = i;
        return text[from..i];
    }

    private static string Quoted(string text, ref int i)
    {
        var start = ++i;
        while (i < text.Length && !IsQuote(text[i])) i++;
        var quoted = text[start..i];
        if (i < text.Length) i++;
        return quoted;
    }

    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„';

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || char.IsControl(c);
}

/// <param name="Kind">An operator, <see cref="Word"/> or <see cref="Phrase"/>.</param>
/// <param name="Value">Without quotes; of a word as it was typed, with a <c>*</c> at its end for a prefix.</param>
public sealed record QueryPart(string Kind, string Value, bool IsNot = false)
{
    public const string Word = "word", Phrase = "phrase";
}
