using System.Globalization;
using System.Text;
using EventChat.Events;
using EventChat.Projections.Search;

namespace EventChat.Adapters.Search;

/// <summary>
/// Everything that a query can ask is a term of the message: its words, its author, its channel, its month, what it has, and the spans of the log it lies in. So every
/// question is one tsquery, and one index answers it. What a term says shortly, such as an id, is checked again on the row.
/// </summary>
internal static class SearchTerms
{
    /// <summary>How many positions a span has, as powers of two, from the shortest.</summary>
    public static readonly int[] Spans = [12, 16];

    private const int IdLength = 10;

    /// <summary>A tsvector as PostgreSQL reads it.</summary>
    public static string Vector(SearchDocument document)
    {
        if (document.IsDeleted) return "";
        var vector = new StringBuilder(256);
        Dictionary<string, List<int>> places = [];
        foreach (var token in TextAnalysis.Tokens(document.Text, Language.Find(document.Language) ?? Language.English))
            (places.TryGetValue(token.Term, out var known) ? known : places[token.Term] = new(2)).Add(token.Position);
        foreach (var (term, positions) in places)
        {
            Quote(vector, term).Append(':').AppendJoin(',', positions.Take(250));
            vector.Append(' ');
        }

        var at = document.SentAt.ToUniversalTime();
        foreach (var term in (ReadOnlySpan<string>)
            [Of(document.Author), Of(document.ChannelId), Month(at)]) Quote(vector, term).Append(' ');
        foreach (var span in Spans) Quote(vector, Span(document.Position.Value >> span, span)).Append(' ');
        foreach (var trait in Each(document.Traits)) Quote(vector, trait).Append(' ');
        return vector.ToString();
    }

    public static string Of(UserId user) => $"@{user.ToString().AsSpan(Id.Length - IdLength)}";
    public static string Of(ChannelId channel) => $"#{channel.ToString().AsSpan(Id.Length - IdLength)}";
    public static string Month(DateTimeOffset at) => at.ToString("'.'yyyyMM", CultureInfo.InvariantCulture);
    public static string Span(long index, int span) => string.Create(CultureInfo.InvariantCulture, $"^{span}:{index}");

    public static IEnumerable<string> Each(SearchTraits traits) =>
        Enum.GetValues<SearchTraits>().Where(t => t != SearchTraits.None && traits.HasFlag(t)).Select(static t => $"+{t}");

    public static StringBuilder Quote(StringBuilder into, string term)
    {
        into.Append('\'');
        foreach (var c in term)
        {
            if (c is '\'' or '\\') into.Append(c);
            into.Append(c);
        }

        return into.Append('\'');
    }
}
