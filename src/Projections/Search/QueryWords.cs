namespace EventChat.Projections.Search;

/// <summary>What a query says of the words of a message, as terms.</summary>
public static class QueryWords
{
    /// <summary>Of a prefix, so that what it may stand for is bounded.</summary>
    public const int ShortestPrefix = 2;

    /// <returns>None for a part that is no word, or has nothing in it that could be found.</returns>
    public static IEnumerable<SearchClause> Clauses(QueryPart part, Language language) => part.Kind switch
    {
        QueryPart.Phrase => Phrase(TextAnalysis.Tokens(part.Value, language), part.IsNot),
        QueryPart.Word when part.Value.EndsWith('*') => Prefix(part, language),
        QueryPart.Word => Word(TextAnalysis.Tokens(part.Value, language), part.IsNot),
        _ => [],
    };

    /// <summary>Whether so many words begin like it that nobody means it.</summary>
    public static bool IsShort(QueryPart part) => part.Kind == QueryPart.Word && part.Value.EndsWith('*')
        && part.Value.Count(char.IsLetterOrDigit) is > 0 and < ShortestPrefix && part.Value.TrimEnd('*').Length < ShortestPrefix;

    /// <summary>A code-like word is looked for as it stands, by itself or in a longer one; the words in it would find more.</summary>
    private static IEnumerable<SearchClause> Word(List<Token> tokens, bool isNot)
    {
        var whole = tokens.Find(static t => t.Term[0] == Token.Exact);
        return whole.Term is not null ? [new([whole.Term], IsNot: isNot, Piece: CodePiece.Of(whole, tokens))] : Stems(tokens) is { Count: > 0 } stems ? [new(stems, IsNot: isNot)] : [];
    }

    /// <summary>The words by their places, and what is code-like among them as it stands.</summary>
    private static IEnumerable<SearchClause> Phrase(List<Token> tokens, bool isNot)
    {
        if (Stems(tokens) is { Count: > 0 } stems) yield return new(stems, IsNot: isNot);
        if (isNot) yield break;
        foreach (var token in tokens)
            if (token.Term[0] == Token.Exact) yield return new([token.Term]);
    }

    private static IEnumerable<SearchClause> Prefix(QueryPart part, Language language)
    {
        var tokens = TextAnalysis.Tokens(part.Value.TrimEnd('*'), Language.Find("none")!);
        var whole = tokens.Find(static t => t.Term[0] == Token.Exact);
        if (whole.Term is not null) return [new([whole.Term], IsPrefix: true, part.IsNot)];
        return tokens is [var only] ? [new([only.Term], IsPrefix: true, part.IsNot)] : Word(TextAnalysis.Tokens(part.Value, language), part.IsNot);
    }

    private static List<string> Stems(List<Token> tokens) => [.. tokens.Where(static t => t.IsWord).Select(static t => t.Term)];
}
