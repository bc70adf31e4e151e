using System.Text;
using EventChat.Projections.Search;

namespace EventChat.Adapters.Search;

/// <summary>A query as a tsquery: what it says of the words, for the rank, and all of it.</summary>
internal static class SearchWords
{
    /// <summary>Beyond so many the row itself is asked: the index would step through the list of each for every message that a rare word stands in.</summary>
    private const int MostAlternatives = 4;

    /// <summary>Only the words that a message has to have; null for none.</summary>
    public static string? Ranked(SearchQuery query) => Join(query.Clauses.Where(static c => !c.IsNot).Select(Clause));

    /// <summary>Everything but where in the log.</summary>
    public static string? Whole(SearchQuery query) => Join([
        .. query.Clauses.Select(Clause),
        .. Any(query.Authors?.Select(SearchTerms.Of)),
        .. Any(query.Channels.Count <= MostAlternatives ? query.Channels.Select(SearchTerms.Of) : null),
        .. SearchTerms.Each(query.With).Select(One),
        .. SearchTerms.Each(query.Without).Select(static t => $"!{One(t)}"),
        .. Any(SearchMonths.Between(query.From, query.To)),
    ]);

    public static string Or(IEnumerable<string> terms) => $"({string.Join('|', terms.Select(One))})";

    private static IEnumerable<string> Any(IEnumerable<string>? terms) => terms is null ? [] : [Or(terms)];

    private static string? Join(IEnumerable<string> parts) => string.Join('&', parts) is { Length: > 0 } joined ? joined : null;

    private static string Clause(SearchClause clause)
    {
        var words = clause switch
        {
            { Piece: { } piece, IsNot: false, Terms: [var only] } => $"({One(only)}|({string.Join("<->", piece.Words.Select(One))}))",
            { IsPrefix: true, Terms: [var only] } when only[0] == Token.Exact => $"{One(only)}:*",
            { IsPrefix: true, Terms: [var only] } => $"({One(only)}:*|{One(Token.Surface + only)}:*)",
            _ => $"({string.Join("<->", clause.Terms.Select(One))})",
        };
        return clause.IsNot ? $"!{words}" : words;
    }

    private static string One(string term) => SearchTerms.Quote(new StringBuilder(term.Length + 2), term).ToString();
}
