using EventChat.Events;
using EventChat.Projections.Search;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.Search;

/// <summary>What every search index does.</summary>
public abstract class SearchIndexContract
{
    private static readonly UserId Bob = UserId.New();
    private readonly ChannelId tea = ChannelId.New(), coffee = ChannelId.New();
    private long position = 1;

    /// <summary>Empty, and ready.</summary>
    protected abstract ISearchIndex Index { get; }

    /// <summary>Waits until what was stored is found, where an engine takes a moment.</summary>
    protected virtual Task Settled => Task.CompletedTask;

    [Theory]
    [InlineData("runs", "1 2")]
    [InlineData("\"ran home\"", "3")]
    [InlineData("home runner", "")]
    [InlineData("\"the house\"", "4")]
    [InlineData("\"house the\"", "")]
    [InlineData("foo_bar", "5")]
    [InlineData("foo", "5 6")]
    [InlineData("C#", "6")]
    [InlineData("--force", "7")]
    [InlineData("/etc/pass*", "7")]
    [InlineData("configurat*", "8")]
    [InlineData("configured", "8")]
    [InlineData("home -ran", "1")]
    [InlineData("home -\"ran home\"", "1")]
    [InlineData("漢字", "9")]
    [InlineData("it's", "8 10")]
    [InlineData("O'Brien", "10")]
    [InlineData("back\\slash", "10")]
    public async Task A_message_is_found_by_its_words(string query, string numbers)
    {
        string[] texts =
        [
            "He runs home", "Running shoes", "She ran home", "The house on the hill", "call foo_bar()", "foo in C#, bar in C", "use --force on /etc/passwd",
            "Its configuration", "古い漢字です", "it's O'Brien's back\\slash",
        ];
        await Index.Store([.. texts.Select((text, i) => Said(i + 1, text))], CancellationToken.None);

        Assert.Equal(numbers, string.Join(' ', (await Find(Query(query))).Order()));
    }

    [Fact]
    public async Task It_is_found_by_who_where_when_and_what_it_has()
    {
        var day = new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero);
        await Index.Store([
            Said(1, "tea"), Said(2, "tea https://example.org") with { Author = Bob }, Said(3, "tea") with { ChannelId = coffee },
            Said(4, "tea") with { SentAt = day }, Said(5, "tea") with { SentAt = day.AddDays(1).AddMicroseconds(-1) }, Said(6, "tea") with { SentAt = day.AddDays(1) },
            Said(7, "tea") with { Reactions = 2 }, Said(8, "tea") with { ThreadRoot = 1 }, Said(9, "tea") with { Replies = 1 }, Said(10, "tea") with { IsPinned = true },
        ], CancellationToken.None);
        var here = Query("tea") with { Channels = [tea] };

        Assert.Equal([2], await Find(here with { Authors = [Bob] }));
        Assert.Equal([10, 9, 8, 7, 6, 5, 4, 1], await Find(here with { OtherAuthors = [Bob] }));
        Assert.Equal([3], await Find(here with { Channels = [coffee] }));
        Assert.Equal([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], await Find(Query("tea")));
        Assert.Equal([5, 4], await Find(here with { From = day, To = day.AddDays(1) }));
        Assert.Equal([4], await Find(here with { From = day, To = day.AddHours(1) }));
        Assert.Equal([5, 4], await Find(here with { To = day.AddDays(1) }));
        Assert.Equal([10, 9, 8, 7, 6, 2, 1], await Find(here with { From = day.AddDays(1) }));
        Assert.Equal([2], await Find(here with { With = SearchTraits.Link }));
        Assert.Equal([7], await Find(here with { With = SearchTraits.Reaction }));
        Assert.Equal([9, 8], await Find(here with { With = SearchTraits.Thread }));
        Assert.Equal([10], await Find(here with { With = SearchTraits.Pinned }));
        Assert.Equal([6, 5, 4, 1], await Find(here with { Without = SearchTraits.Thread | SearchTraits.Link | SearchTraits.Reaction | SearchTraits.Pinned }));
        Assert.Empty(await Find(here with { With = SearchTraits.File }));
        Assert.Equal([2], await Find(new() { Channels = [tea], Authors = [Bob] }));
        Assert.Empty(await Find(here with { Channels = [] }));
        Assert.Empty(await Find(here with { Authors = [] }));
        Assert.Empty(await Find(here with { From = day, To = day }));
    }

    [Fact]
    public async Task The_newest_version_stays_whatever_comes_later()
    {
        var first = Said(1, "draft");
        await Index.Store([first], CancellationToken.None);
        await Index.Store([first with { Text = "final", Version = 5 }], CancellationToken.None);
        await Index.Store([first with { Text = "late", Version = 4 }, first with { Number = 2, Text = "other" }], CancellationToken.None);

        Assert.Equal([1], await Find(Query("final")));
        Assert.Equal([2], await Find(Query("other")));
        Assert.Empty(await Find(Query("draft")));
        Assert.Empty(await Find(Query("late")));
        Assert.Equal("final", (await Index.Find([first.Id], CancellationToken.None)).Single().Text);
        Assert.Empty(await Index.Find(["nothing"], CancellationToken.None));
    }

    [Fact]
    public async Task What_is_deleted_is_found_no_more_and_does_not_come_back()
    {
        var first = Said(1, "secret");
        await Index.Store([first], CancellationToken.None);
        await Index.Store([first with { Text = "", IsDeleted = true, Version = 5 }], CancellationToken.None);
        await Index.Store([first], CancellationToken.None);

        Assert.Empty(await Find(Query("secret")));
        Assert.Empty(await Find(new() { Channels = [tea] }));
    }

    [Fact]
    public async Task A_document_is_read_back_as_it_was_stored()
    {
        var stored = Said(7, "All of \"it\" \\ 漢字 '") with { ThreadRoot = 3, Replies = 2, Reactions = 1, IsPinned = true, Language = "none" };
        await Index.Store([stored], CancellationToken.None);

        Assert.Equal(stored, (await Index.Find([stored.Id], CancellationToken.None)).Single());
    }

    [Fact]
    public async Task Tidying_changes_nothing_that_is_found()
    {
        await Index.Tidy(CancellationToken.None);
        await Index.Store([.. Enumerable.Range(1, 500).Select(n => Said(n, $"tea {n}"))], CancellationToken.None);
        await Task.WhenAll(Index.Tidy(CancellationToken.None), Index.Tidy(CancellationToken.None), Index.Store([Said(501, "tea at last")], CancellationToken.None));

        Assert.Equal([501], await Find(Query("tea last")));
        Assert.Equal([77], await Find(Query("tea 77")));
    }

    [Fact]
    public async Task Clear_forgets_everything()
    {
        await Index.Store([Said(1, "tea")], CancellationToken.None);
        await Index.Clear(CancellationToken.None);

        Assert.Empty(await Find(Query("tea")));
    }

    [Theory]
    [InlineData(SearchOrder.Newest, 1)]
    [InlineData(SearchOrder.Newest, 7)]
    [InlineData(SearchOrder.Best, 7)]
    [InlineData(SearchOrder.Best, 200)]
    public async Task Pages_have_each_hit_once_whatever_is_stored_in_between(SearchOrder order, int limit)
    {
        const int Many = 1_200;
        var few = limit == 1 ? 40 : Many;
        var random = new Random(7);
        await Index.Store([.. Enumerable.Range(1, few).Select(n => Said(n, string.Join(' ', Enumerable.Repeat("tea", random.Next(1, 4)).Append("x y z")), step: random.Next(1, 9_000)))], CancellationToken.None);
        await Settled;
        List<SearchHit> found = [];
        SearchCursor? next = null;
        do
        {
            var page = await Index.Search(Query("tea") with { Order = order, Limit = limit, After = next }, CancellationToken.None);
            Assert.True(page.Hits.Count <= limit);
            found.AddRange(page.Hits);
            next = page.Next;
            await Index.Store([Said(few + found.Count + 1, "tea and more")], CancellationToken.None);
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(1, few), found.Select(static h => h.Number).Order());
        if (order == SearchOrder.Newest) Assert.Equal(found.OrderByDescending(static h => h.Position), found);
        else
            foreach (var window in found.Chunk(SearchPage.Window))
                Assert.Equal(window.OrderByDescending(static h => h.Rank).ThenByDescending(static h => h.Position), window);
    }

    [Fact]
    public async Task The_best_say_it_more_often_or_nearer_together()
    {
        await Index.Store([
            Said(1, "green tea, green tea and green tea"), Said(2, "green tea at last"), Said(3, "tea is what one drinks where the hills are mostly and always green"),
        ], CancellationToken.None);
        await Settled;

        var page = await Index.Search(Query("green tea") with { Order = SearchOrder.Best }, CancellationToken.None);

        Assert.Equal([1, 2, 3], page.Hits.Select(static h => h.Number));
    }

    [Fact]
    public async Task What_cannot_be_a_cursor_is_answered_all_the_same()
    {
        await Index.Store([Said(1, "tea")], CancellationToken.None);
        foreach (var cursor in (SearchCursor[])[
            new(new(long.MaxValue)), new(new(0)), new(new(5), new(9)), new(new(long.MaxValue), new(long.MaxValue), 1, new(1)), new(new(long.MaxValue), new(1), -1, new(1))])
            foreach (var order in Enum.GetValues<SearchOrder>())
                Assert.True((await Index.Search(Query("tea") with { Order = order, After = cursor }, CancellationToken.None)).Hits.Count <= 1);
    }

    protected SearchDocument Said(int number, string text, int step = 1) => new()
    {
        ChannelId = tea, Number = number, Position = new(position += step), Version = 1, Author = Ada, SentAt = Noon, Text = text, Language = "english",
    };

    protected SearchQuery Query(string text) => new()
    {
        Channels = [tea, coffee], Order = SearchOrder.Newest,
        Clauses = [.. QueryText.Parse(text).Parts.SelectMany(static p => QueryWords.Clauses(p, Language.English))],
    };

    protected async Task<IEnumerable<int>> Find(SearchQuery query)
    {
        await Settled;
        var page = await Index.Search(query, CancellationToken.None);
        Assert.Null(page.Next);
        return page.Hits.Select(static h => h.Number);
    }
}
