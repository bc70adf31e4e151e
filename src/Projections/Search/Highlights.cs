namespace EventChat.Projections.Search;

/// <summary>A piece of a text, in UTF-16 code units.</summary>
public sealed record TextRange(int Offset, int Length);

/// <summary>Where in a text stands what was looked for.</summary>
public static class Highlights
{
    /// <summary>In the order of the text; pieces that touch are one, and of a phrase also what stands between its words.</summary>
    public static IReadOnlyList<TextRange> Of(string text, IReadOnlyList<SearchClause> clauses, Language language)
    {
        if (!clauses.Any(static c => !c.IsNot)) return [];
        var tokens = TextAnalysis.Tokens(text, language);
        var ranges = clauses.Where(static c => !c.IsNot).SelectMany(c => Of(text, tokens, c)).Order().ToList();
        List<TextRange> merged = [];
        foreach (var (start, end) in ranges)
        {
            if (merged is [.., var last] && start <= last.Offset + last.Length)
                merged[^1] = last with { Length = Math.Max(last.Length, end - last.Offset) };
            else merged.Add(new(start, end - start));
        }

        return merged;
    }

    /// <summary>Whether pieces of code-like words stand in a text, or do not, as they should: an index knows only their words.</summary>
    public static bool HasPieces(string text, IReadOnlyList<SearchClause> clauses, Language language)
    {
        if (!clauses.Any(static c => c.Piece is not null)) return true;
        var tokens = TextAnalysis.Tokens(text, language);
        return clauses.Where(static c => c.Piece is not null).All(c => Of(text, tokens, c).Any() != c.IsNot);
    }

    private static IEnumerable<(int Start, int End)> Of(string text, List<Token> tokens, SearchClause clause) =>
        clause.Piece is { } piece ? Of(tokens, clause).Concat(piece.In(text, tokens)) : Of(tokens, clause);

    private static IEnumerable<(int Start, int End)> Of(List<Token> tokens, SearchClause clause)
    {
        if (clause.Terms is [var only])
            return tokens.Where(t => clause.IsPrefix ? Begins(t.Term, only) : t.Term == only).Select(static t => (t.Offset, t.Offset + t.Length));

        var words = tokens.Where(static t => t.IsWord).ToList();
        return Enumerable.Range(0, Math.Max(0, words.Count - clause.Terms.Count + 1))
            .Where(i => clause.Terms.Index().All(term => words[i + term.Index].Term == term.Item))
            .Select(i => (words[i].Offset, words[i + clause.Terms.Count - 1].Offset + words[i + clause.Terms.Count - 1].Length));
    }

    private static bool Begins(string term, string prefix) => term.StartsWith(prefix, StringComparison.Ordinal)
        || (term[0] == Token.Surface && term.AsSpan(1).StartsWith(prefix, StringComparison.Ordinal));
}
