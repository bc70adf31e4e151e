using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections;
using EventChat.Projections.Search;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventChat.Adapters.Search;

/// <summary>
/// Messages in one table with an inverted index. A search goes back through the log from its newest end, in steps that grow where little is found, and stops
/// when it has enough; so what many messages have costs no more than what few have.
/// </summary>
public sealed class PostgresSearchIndex(
    NpgsqlDataSource postgres, [FromKeyedServices(ViewTables.Pool)] NpgsqlDataSource views, TimeProvider clock) : ISearchIndex
{
    /// <summary>Then a search answers what it has found.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly SearchTable table = new(postgres);

    public Task Prepare(CancellationToken ct) => table.Ensure(ct);

    public Task<IReadOnlyList<SearchDocument>> Find(IReadOnlyCollection<string> ids, CancellationToken ct) => table.Find(ids, ct);

    public Task<IReadOnlyList<string>> Of(ChannelId channel, UserId author, CancellationToken ct) => table.Of(channel, author, ct);

    public Task Store(IReadOnlyCollection<SearchDocument> documents, CancellationToken ct) =>
        documents.Count == 0 ? Task.CompletedTask : table.Store(documents, ct);

    public Task Tidy(CancellationToken ct) => table.Tidy(ct);

    public Task Clear(CancellationToken ct) => table.Clear(ct);

    public async Task<SearchPage> Search(SearchQuery query, CancellationToken ct)
    {
        if (query.Channels.Count == 0 || query.Authors?.Count == 0 || query.From >= query.To) return SearchPage.Empty;
        var words = SearchWords.Ranked(query);
        var top = await Top(ct);
        if (query.After is { } after && after.Top < top) top = after.Top;
        if (query.Order == SearchOrder.Newest || words is null)
        {
            var (found, rest) = await Walk(query, null, top, Position.Start, query.Limit, ct);
            return new(found, rest is { } older ? new(older) : null);
        }

        var bottom = query.After?.Bottom ?? Position.Start;
        var (window, below) = await Walk(query, words, top, bottom, SearchPage.Window, ct);
        return Ranked(query, window, top, below ?? (bottom.Value > 1 ? new(bottom.Value - 1) : null));
    }

    private static SearchPage Ranked(SearchQuery query, List<SearchHit> window, Position top, Position? below)
    {
        IEnumerable<SearchHit> ranked = window.OrderByDescending(static h => h.Rank).ThenByDescending(static h => h.Position);
        if (query.After is { Bottom.Value: > 0 } after)
            ranked = ranked.Where(h => h.Rank < after.Rank || h.Rank.Equals(after.Rank) && h.Position < after.Position);
        var rest = ranked.Take(query.Limit + 1).ToList();
        if (rest.Count <= query.Limit) return new(rest, below is { Value: > 0 } older ? new(older) : null);

        var last = rest[query.Limit - 1];
        return new(rest[..query.Limit], new(top, new((below?.Value ?? 0) + 1), last.Rank, last.Position));
    }

    /// <summary>The newest hits at or below a position.</summary>
    /// <returns>And the newest position that was not looked at or not given; null where all was.</returns>
    private async Task<(List<SearchHit> Found, Position? Below)> Walk(
        SearchQuery query, string? words, Position top, Position bottom, int limit, CancellationToken ct)
    {
        List<SearchHit> found = [];
        var (begun, step) = (clock.GetTimestamp(), SearchSteps.First);
        for (var upper = top; upper > Position.Start && upper >= bottom;)
        {
            var lower = SearchSteps.Lower(upper, step);
            if (lower < bottom) lower = bottom;
            var missing = limit + 1 - found.Count;
            var here = await Range(query, words, lower, upper, missing, ct);
            found.AddRange(here);
            if (found.Count > limit) return (found[..limit], new(found[limit - 1].Position.Value - 1));

            upper = new(lower.Value - 1);
            step = SearchSteps.Next(step, here.Count, missing);
            if (upper > Position.Start && upper >= bottom && clock.GetElapsedTime(begun) > Patience) return (found, upper);
        }

        return (found, null);
    }

    /// <summary>Hits between two positions, newest first.</summary>
    private async Task<List<SearchHit>> Range(SearchQuery query, string? words, Position lower, Position upper, int limit, CancellationToken ct)
    {
        // Where a step goes to the beginning of the log, what is newer was looked through and had too little to be worth leaving out.
        var (asked, spans) = (SearchWords.Whole(query), lower.Value == 0 ? null : SearchWords.Or(SearchSteps.Cover(lower, upper)));
        asked = asked is null || spans is null ? asked ?? SearchWords.Or(SearchSteps.Cover(lower, upper)) : $"{asked}&{spans}";
        await using var command = views.CreateCommand($"""
            select channel, number, position, {(words is null ? "0::real" : "ts_rank_cd(terms, $11::text::tsquery, 1)")} from {SearchTable.Name}
            where terms @@ $1::text::tsquery and position between $2 and $3 and channel = any($4)
              and ($5::text[] is null or author = any($5)) and author <> all($6) and sent_at >= $7 and sent_at < $8 and traits & $9 = $9
            order by position desc limit $10
            """);
        Add(asked);
        Add(lower.Value);
        Add(upper.Value);
        Add(query.Channels.Select(static c => c.ToString()).ToArray());
        Add(query.Authors?.Select(static a => a.ToString()).ToArray());
        Add(query.OtherAuthors.Select(static a => a.ToString()).ToArray());
        Add(query.From.ToUniversalTime());
        Add(query.To.ToUniversalTime());
        Add((int)query.With);
        Add(limit);
        if (words is not null) Add(words);

        List<SearchHit> hits = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) hits.Add(new(Id.Parse<ChannelId>(row.GetString(0)), row.GetInt32(1), new(row.GetInt64(2)), row.GetFloat(3)));
        return hits;

        void Add<T>(T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }

    private async Task<Position> Top(CancellationToken ct)
    {
        await using var command = views.CreateCommand("select position from readmodels.search_top");
        return new(await command.ExecuteScalarAsync(ct) is long top ? top : 0);
    }
}
