using CsCheck;
using EventChat.Adapters.Search;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Projections.Search;

namespace EventChat.Contracts.Search;

public sealed class PostgresSearchIndexTests(PostgresDatabase database) : SearchIndexContract, IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private readonly PostgresSearchIndex index = new(database.Source, database.Source, TimeProvider.System);

    protected override ISearchIndex Index => index;

    public async Task InitializeAsync()
    {
        await index.Prepare(CancellationToken.None);
        await index.Clear(CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Being_prepared_twice_at_once_and_again_changes_nothing()
    {
        await index.Store([Said(1, "tea")], CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => index.Prepare(CancellationToken.None)));

        Assert.Equal([1], await Find(Query("tea")));
    }

    [Fact]
    public async Task What_another_server_stored_meanwhile_is_neither_lost_nor_in_the_way()
    {
        var other = new PostgresSearchIndex(database.Source, database.Source, TimeProvider.System);
        var (first, second, third) = (Said(1, "tea"), Said(2, "tea", step: 2), Said(3, "tea", step: 3));
        await index.Store([first], CancellationToken.None);
        await other.Store([second with { Text = "green tea", Version = second.Version + 5 }, third], CancellationToken.None);
        await index.Store([second, third, Said(4, "tea", step: 4)], CancellationToken.None);

        Assert.Equal([1, 2, 3, 4], (await Find(Query("tea"))).Order());
        Assert.Equal([2], await Find(Query("green")));
    }

    [Fact]
    public async Task Tidying_leaves_nothing_for_searches_to_read_through()
    {
        await index.Store([.. Enumerable.Range(1, 200).Select(n => Said(n, $"tea {n}"))], CancellationToken.None);
        await index.Tidy(CancellationToken.None);

        await using var pending = database.Source.CreateCommand("select gin_clean_pending_list('readmodels.search_messages_terms')");
        Assert.Equal(0L, await pending.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Nothing_that_can_be_typed_is_too_much_for_the_database()
    {
        await index.Store([Said(1, "tea")], CancellationToken.None);
        await Gen.String[Gen.OneOf(Gen.Char.Where(static c => !char.IsSurrogate(c)), Gen.Char["\"-:*@# &|!<>()'\\“ abc漢"]), 0, 120].SampleAsync(async text =>
        {
            await index.Store([Said(2, text.Replace("\0", "", StringComparison.Ordinal))], CancellationToken.None);
            await index.Search(Query(text), CancellationToken.None);
        }, iter: 500);
    }

    [Fact]
    public async Task More_channels_than_a_query_names_are_told_apart_too()
    {
        var many = Enumerable.Range(0, 300).Select(static _ => ChannelId.New()).ToList();
        await index.Store([.. many.Select((channel, i) => Said(i + 1, "tea") with { ChannelId = channel })], CancellationToken.None);

        var page = await index.Search(Query("tea") with { Channels = [.. many.Where((_, i) => i % 2 == 0)], Limit = 200 }, CancellationToken.None);

        Assert.Equal(150, page.Hits.Count);
        Assert.All(page.Hits, static h => Assert.Equal(1, h.Number % 2));
    }

    [Fact]
    public async Task A_long_message_and_a_long_word_are_stored_and_found()
    {
        await index.Store([
            Said(1, string.Join(' ', Enumerable.Range(0, 3_000).Select(static n => $"w{n}"))), Said(2, new string('x', 16_000)),
            Said(3, string.Concat(Enumerable.Repeat("a ", 8_000))), Said(4, string.Concat(Enumerable.Repeat("a.b/", 4_000))),
        ], CancellationToken.None);

        Assert.Equal([1], await Find(Query("w2999 w0")));
        Assert.Equal([2], await Find(Query(new string('x', 16_000))));
        Assert.Equal([3], await Find(Query("\"a a a\"")));
    }
}
