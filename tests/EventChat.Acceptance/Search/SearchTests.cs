using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Search;

public sealed class SearchTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Bob_finds_what_Ada_wrote_and_where_in_it()
    {
        var team = await app.Team();
        var said = await team.Ada.Say(team.General, "👋 The kettles are boiling");
        await team.Ada.Say(team.General, "Nothing of the kind");

        var found = await Find(team.Bob, team, "kettle boil", said.Position);

        var hit = Assert.Single(found.Items);
        Assert.Equal("👋 The kettles are boiling", hit.GetProperty("message").Text("text"));
        Assert.Equal("Ada", hit.GetProperty("message").GetProperty("author").Text("name"));
        Assert.Equal([(7, 7), (19, 7)], hit.GetProperty("highlights").EnumerateArray().Select(static h => ((int)h.Long("offset"), (int)h.Long("length"))));
        Assert.Null(found.Next);
    }

    [Fact]
    public async Task Filters_say_who_where_when_and_what()
    {
        var team = await app.Team();
        var other = await team.Ada.CreateChannel(team.Workspace, "Tea room");
        await team.Ada.Say(team.General, "tea here");
        await team.Bob.Say(team.General, "tea, says Bob: https://example.org/tea");
        await team.Ada.Say(other, "tea there");
        await team.Bob.Post($"channels/{team.General}/messages", new { text = "tea in a thread", threadRoot = 1 }).Ok(201);
        await team.Bob.Put($"channels/{team.General}/messages/2/reactions/👋").Ok(204);
        await team.Ada.Put($"channels/{team.General}/pins/1").Ok(204);
        await team.Ada.Put($"channels/{team.General}/pins/2").Ok(204);
        var last = (await team.Ada.Delete($"channels/{team.General}/pins/2").Ok(204)).Position;
        var today = TimeProvider.System.GetUtcNow();

        async Task Finds(string q, params string[] texts) =>
            Assert.Equal(texts, (await Find(team.Ada, team, q, last, "newest")).Items.Select(static i => i.GetProperty("message").Text("text")));

        await Finds("tea from:@" + team.Bob.Username, "tea in a thread", "tea, says Bob: https://example.org/tea");
        await Finds("tea from:me", "tea there", "tea here");
        await Finds($"tea -from:{team.Bob.Username.ToUpperInvariant()}", "tea there", "tea here");
        await Finds("tea in:#\"tea ROOM\"", "tea there");
        await Finds($"tea in:{other}", "tea there");
        await Finds("tea -in:\"Tea room\" -is:thread", "tea, says Bob: https://example.org/tea");
        await Finds("has:link", "tea, says Bob: https://example.org/tea");
        await Finds("has:reaction", "tea, says Bob: https://example.org/tea");
        await Finds("is:thread", "tea in a thread", "tea here");
        await Finds("is:pinned", "tea here");
        await Finds("has:link -is:pinned", "tea, says Bob: https://example.org/tea");
        await Finds("has:file");
        await Finds("tea has:file");
        await Finds("from:@nobody-at-all tea");
        await Finds("in:#nowhere tea");
        await Finds($"tea after:{today.AddDays(2):yyyy-MM-dd}");
        await Finds($"there before:{today.AddDays(2):yyyy-MM-dd} after:{today.AddDays(-2):yyyy-MM-dd}", "tea there");
        await Finds("\"says bob\" -there", "tea, says Bob: https://example.org/tea");
        await Finds("example.org/tea", "tea, says Bob: https://example.org/tea");
        await Finds("https://example.org/te*", "tea, says Bob: https://example.org/tea");
    }

    [Fact]
    public async Task A_piece_of_a_code_like_word_is_found_and_the_words_in_it_are_too()
    {
        var team = await app.Team();
        string[] texts = ["edit /etc/apt/sources.list", "see https://www.example.org/tea.html", "call my_foo_bar2() or foo bar", "call foo-bar"];
        foreach (var text in texts) await team.Ada.Say(team.General, text);
        var last = (await team.Ada.Say(team.General, "That was all")).Position;

        async Task Finds(string q, params int[] found) => Assert.Equal(
            found.Select(n => texts[n]), (await Find(team.Bob, team, q, last, "newest")).Items.Select(static i => i.GetProperty("message").Text("text")));

        foreach (var q in (string[])["sources", "sources.list", "apt/sources.list", "/etc/apt", "/etc/apt/sources.list", "APT/sources.list"]) await Finds(q, 0);
        foreach (var q in (string[])["example.org", "www.example.org", "example.org/tea", "tea.html"]) await Finds(q, 1);
        await Finds("my_foo", 2);
        await Finds("foo_bar");
        await Finds("foo_bar2", 2);
        await Finds("foo-bar", 3);
        await Finds("foo", 3, 2);
        await Finds("call -foo_bar2", 3);
        await Finds("xample.org");
    }

    [Fact]
    public async Task A_letter_is_found_however_it_was_typed()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "One cafe\u0301");
        var last = (await team.Bob.Say(team.General, "Two caf\u00e9")).Position;

        foreach (var typed in (string[])["caf\u00e9", "cafe\u0301", "CAFE\u0301", "caf\u00e9*"])
        {
            var found = (await Find(team.Bob, team, typed, last, "newest")).Items;
            Assert.Equal(["Two caf\u00e9", "One cafe\u0301"], found.Select(static i => i.GetProperty("message").Text("text")));
            Assert.Equal([(4, 4), (4, 5)], found.Select(static i => ((int)i.GetProperty("highlights")[0].Long("offset"), (int)i.GetProperty("highlights")[0].Long("length"))));
        }
    }

    [Fact]
    public async Task Words_are_stemmed_in_the_language_of_the_workspace()
    {
        var (team, english) = (await app.Team(), await app.Team());
        Assert.Equal("english", (await team.Ada.Get($"workspaces/{team.Workspace}").Ok()).Body.Text("language"));
        await team.Ada.Say(team.General, "die Häuser von gestern");
        var changed = await team.Ada.Patch($"workspaces/{team.Workspace}", new { language = "german" }).Ok();
        Assert.Equal("german", changed.Body.Text("language"));
        var last = (await team.Ada.Say(team.General, "die Häuser von heute")).Position;
        Assert.Equal("german", Assert.Single((await team.Ada.Get("workspaces", last).Ok()).Items, w => w.Text("id") == team.Workspace).Text("language"));
        var other = (await english.Ada.Say(english.General, "the houses of today")).Position;

        var hit = Assert.Single((await Find(team.Bob, team, "Hauses", last)).Items);
        Assert.Equal("die Häuser von heute", hit.GetProperty("message").Text("text"));
        Assert.Equal((4, 6), ((int)hit.GetProperty("highlights")[0].Long("offset"), (int)hit.GetProperty("highlights")[0].Long("length")));
        Assert.Single((await Find(english.Bob, english, "house", other)).Items);
        await team.Ada.Patch($"workspaces/{team.Workspace}", new { language = "klingon" }).Refused(422, "request.invalid");
        await team.Bob.Patch($"workspaces/{team.Workspace}", new { language = "none" }).Refused(403, "role.owner-required");
    }

    [Fact]
    public async Task An_edit_replaces_and_a_deletion_takes_away()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "aardvark");
        var edited = await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "bandicoot" }).Ok();
        Assert.Empty((await Find(team.Bob, team, "aardvark", edited.Position)).Items);
        Assert.Single((await Find(team.Bob, team, "bandicoot", edited.Position)).Items);

        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);
        Assert.Empty((await Find(team.Bob, team, "bandicoot")).Items);
        Assert.Empty((await Find(team.Bob, team, "bandicoot", deleted.Position)).Items);
    }

    [Fact]
    public async Task A_message_is_found_within_a_second()
    {
        var team = await app.Team();
        for (var n = 0; n < 20; n++)
        {
            await team.Ada.Say(team.General, $"needle{n}");
            var begun = TimeProvider.System.GetTimestamp();
            while ((await Find(team.Bob, team, $"needle{n}")).Items.Count == 0)
                Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(1), "It takes longer than a second.");
        }
    }

    [Theory]
    [InlineData("best", 3)]
    [InlineData("newest", 7)]
    public async Task Pages_go_through_everything_once(string sort, int limit)
    {
        var team = await app.Team();
        var last = 0L;
        for (var n = 1; n <= 20; n++) last = (await team.Ada.Say(team.General, $"page {string.Concat(Enumerable.Repeat("page ", n % 4))}")).Position;
        List<long> numbers = [];
        string? next = null;
        do
        {
            var page = (await team.Bob.Get($"workspaces/{team.Workspace}/search?q=page&sort={sort}&limit={limit}{(next is null ? "" : $"&next={next}")}", last)).Ok();
            numbers.AddRange(page.Items.Select(static i => i.GetProperty("message").Long("number")));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(1, 20).Select(static n => (long)n), numbers.Order());
        if (sort == "newest") Assert.Equal(numbers.OrderDescending(), numbers);
        else Assert.Equal(3, numbers[0] % 4);
    }

    [Fact]
    public async Task People_and_channels_are_found_by_the_beginning_of_their_names()
    {
        var team = await app.Team();
        var secret = await team.Ada.CreateChannel(team.Workspace, "Kitchen cellar", "private");
        var open = await team.Ada.CreateChannel(team.Workspace, "The-kitchen_100%");
        await team.Hire(team.Mallory, "guest");
        var last = (await team.Ada.Say(secret, "Hello")).Position;

        async Task<List<string>> Names(Person who, string type, string q) =>
            [.. (await Find(who, team, q, last, type: type)).Items.Select(i => type == "people" ? i.GetProperty("person").Text("username") : i.GetProperty("channel").Text("id"))];

        Assert.Equal([team.Bob.Username], await Names(team.Ada, "people", "@bo"));
        Assert.Empty(await Names(team.Ada, "people", "ob"));
        Assert.Equal([secret, open], await Names(team.Ada, "channels", "#kitch"));
        Assert.Equal([open], await Names(team.Bob, "channels", "kitch"));
        Assert.Equal([open], await Names(team.Bob, "channels", "100%"));
        Assert.Empty(await Names(team.Mallory, "channels", "kitch"));
        Assert.Empty(await Names(team.Bob, "channels", "%"));
    }

    private static async Task<Answer> Find(Person who, Team team, string q, long? atLeast = null, string sort = "best", string type = "messages") =>
        (await who.Get($"workspaces/{team.Workspace}/search?type={type}&sort={sort}&q={Uri.EscapeDataString(q)}", atLeast)).Ok();
}
