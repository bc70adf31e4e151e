using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class PagingTests(PagingTests.Hundred hundred) : IClassFixture<PagingTests.Hundred>
{
    private Person Bob => hundred.Team.Bob;
    private string Path => $"channels/{hundred.Team.General}/messages";

    [Fact]
    public async Task The_first_page_has_the_newest_fifty_newest_first()
    {
        var page = await Bob.Get(Path).Ok();
        Assert.Equal(Enumerable.Range(52, 50).Reverse(), Numbers(page));
        Assert.Equal("52", page.Next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(101)]
    [InlineData(200)]
    public async Task A_walk_back_meets_everything_once(int limit) =>
        Assert.Equal(Enumerable.Range(1, 101), (await Bob.ReadBack(hundred.Team.General, limit)).Select(static m => (int)m.Long("number")));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(101)]
    [InlineData(200)]
    public async Task A_walk_forward_meets_everything_once(int limit)
    {
        List<int> walked = [];
        for (var next = (string?)"0"; next is not null;)
        {
            var page = await Bob.Get($"{Path}?limit={limit}&after={next}").Ok();
            walked.AddRange(Numbers(page).Reverse());
            next = page.Next;
        }

        Assert.Equal(Enumerable.Range(1, 101), walked);
    }

    [Theory]
    [InlineData("before=11&limit=5", 10, 6, "6")]
    [InlineData("before=4&limit=5", 3, 1, null)]
    [InlineData("after=90&limit=5", 95, 91, "95")]
    [InlineData("after=99&limit=5", 101, 100, null)]
    [InlineData("around=50&limit=5", 52, 48, "48")]
    [InlineData("around=50&limit=4", 52, 49, "49")]
    [InlineData("around=101&limit=5", 101, 97, "97")]
    [InlineData("around=1&limit=5", 3, 1, null)]
    [InlineData("around=50&limit=1", 50, 50, "50")]
    [InlineData("around=2147483647&limit=3", 101, 99, "99")]
    [InlineData("before=2147483647&limit=3", 101, 99, "99")]
    public async Task A_cursor_cuts_where_it_says(string query, int newest, int oldest, string? next)
    {
        var page = await Bob.Get($"{Path}?{query}").Ok();
        Assert.Equal(Enumerable.Range(oldest, newest - oldest + 1).Reverse(), Numbers(page));
        Assert.Equal(next, page.Next);
    }

    [Theory]
    [InlineData("before=1")]
    [InlineData("before=0")]
    [InlineData("after=101")]
    [InlineData("after=2147483647")]
    public async Task Beyond_the_ends_there_is_an_empty_page(string query)
    {
        var page = await Bob.Get($"{Path}?{query}").Ok();
        Assert.Empty(page.Items);
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData("limit=0", 422, "page.limit-out-of-range")]
    [InlineData("limit=201", 422, "page.limit-out-of-range")]
    [InlineData("limit=many", 400, "request.malformed")]
    [InlineData("limit=99999999999", 400, "request.malformed")]
    [InlineData("before=-1", 422, "page.invalid-cursor")]
    [InlineData("after=x", 422, "page.invalid-cursor")]
    [InlineData("around=99999999999", 422, "page.invalid-cursor")]
    [InlineData("before=1&after=2", 422, "page.too-many-cursors")]
    [InlineData("before=", 422, "page.invalid-cursor")]
    public async Task A_page_that_cannot_be_is_refused(string query, int status, string code) => await Bob.Get($"{Path}?{query}").Refused(status, code);

    private static IEnumerable<int> Numbers(Answer page) => page.Items.Select(static m => (int)m.Long("number"));

    /// <summary>A channel with a hundred and one messages, which everybody here only reads.</summary>
    public sealed class Hundred : IAsyncLifetime
    {
        private readonly App app = new();
        private Team? team;

        public Team Team => team!;

        public async Task InitializeAsync()
        {
            await app.InitializeAsync();
            team = await app.Team();
            var sent = await Task.WhenAll(Enumerable.Range(1, 101).Select(n => Team.Ada.Say(Team.General, $"{n}")));
            await Team.Bob.Get($"channels/{Team.General}/messages", sent.Max(static s => s.Position)).Ok();
        }

        public Task DisposeAsync() => app.DisposeAsync();
    }
}
