using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Notifications;

public sealed class FeedTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_direct_message_is_told_to_whom_it_was_written_and_to_nobody_else()
    {
        var team = await app.NewTeam();
        var direct = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        var said = await team.Ada.Say(direct, "Tea at five?");

        var told = Assert.Single(await Feed(team.Bob, said.Position));
        Assert.Equal(
            ("dm", true, "Tea at five?", direct, 1, "Ada"),
            (told.Text("reason"), told.GetProperty("unread").GetBoolean(), told.Text("text"), told.Text("channelId"), told.GetProperty("number").GetInt32(),
                told.GetProperty("actor").Text("name")));
        Assert.Empty(await Feed(team.Ada, said.Position));
    }

    [Fact]
    public async Task Answers_and_reactions_are_told_to_the_author_and_further_answers_to_whoever_answered()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "Who has seen the teapot?");
        await team.Bob.Put($"channels/{team.General}/messages/1/reactions/👀").Ok(204);
        await team.Bob.Post($"channels/{team.General}/messages", new { text = "In the cellar", threadRoot = 1 }).Ok(201);
        var last = await team.Ada.Post($"channels/{team.General}/messages", new { text = "Thank you", threadRoot = 1 }).Ok(201);

        Assert.Equal(["thread-reply In the cellar", "reaction Who has seen the teapot? 👀"], (await Feed(team.Ada, last.Position)).Select(Line));
        Assert.Equal(["thread-reply Thank you"], (await Feed(team.Bob, last.Position)).Select(Line));

        await team.Bob.Delete($"channels/{team.General}/messages/1/reactions/👀").Ok(204);
        var gone = await team.Bob.Delete($"channels/{team.General}/messages/2").Ok(204);
        Assert.Empty(await Feed(team.Ada, gone.Position));
    }

    [Fact]
    public async Task Whoever_is_brought_somewhere_is_told()
    {
        var team = await app.NewTeam();
        var cellar = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        await team.Hire(team.Mallory, "member");
        var added = await team.Add(team.Mallory, cellar);

        var told = await Feed(team.Mallory, added.Position);

        Assert.Equal([("invite", (string?)cellar), ("invite", null)], told.Select(static t => (t.Text("reason"), t.Has("channelId") ? t.Text("channelId") : null)));
        Assert.All(told, t => Assert.Equal(team.Workspace, t.Text("workspaceId")));
    }

    [Fact]
    public async Task A_person_is_told_what_they_have_chosen()
    {
        var team = await app.NewTeam();
        await team.Bob.Put($"channels/{team.General}/preferences", new { keywords = (string[])["teapot"] }).Ok();
        await team.Ada.Say(team.General, "The TEAPOT!");
        await team.Ada.Say(team.General, "The teapots");
        await team.Bob.Put($"channels/{team.General}/preferences", new { level = "all" }).Ok();
        await team.Ada.Say(team.General, "All of it");
        await team.Bob.Put($"channels/{team.General}/preferences", new { level = "nothing" }).Ok();
        var last = await team.Ada.Say(team.General, "Nothing more");

        Assert.Equal(["message All of it", "keyword The TEAPOT!"], (await Feed(team.Bob, last.Position)).Select(Line));
    }

    [Fact]
    public async Task What_was_removed_from_is_gone_at_once_and_strangers_never_see_it()
    {
        var team = await app.NewTeam();
        await team.Bob.Put($"channels/{team.General}/preferences", new { level = "all" }).Ok();
        var said = await team.Ada.Say(team.General, "A secret");
        Assert.Single(await Feed(team.Bob, said.Position));

        await team.Ada.Delete($"channels/{team.General}/members/{team.Bob.Id}").Ok(204);

        Assert.Empty(await Feed(team.Bob, said.Position));
        Assert.DoesNotContain("A secret", (await team.Bob.Get("me/notifications").Ok()).Text);
        Assert.Empty(await Feed(team.Mallory, said.Position));
    }

    [Fact]
    public async Task Reading_a_channel_or_the_feed_clears_it_on_all_devices()
    {
        var team = await app.NewTeam();
        var there = team.At(await app.Another());
        var direct = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        foreach (var text in (string[])["one", "two", "three", "four"]) await team.Ada.Say(direct, text);
        var read = await team.Bob.Put($"channels/{direct}/read", new { number = 1 }).Ok();
        Assert.Equal(["four", "three", "two"], await Unread(there.Bob, read.Position));

        var three = (await Feed(team.Bob, read.Position)).Single(static t => t.Text("text") == "three").Text("id");
        var seen = await team.Bob.Put("me/notifications/read", new { ids = new[] { three } }).Ok();
        Assert.Equal(["four", "two"], await Unread(there.Bob, seen.Position));

        var all = await there.Bob.Put("me/notifications/read", new { position = seen.Position }).Ok();
        Assert.Equal(seen.Position, all.Body.GetProperty("position").GetInt64());
        Assert.Empty(await Unread(team.Bob, all.Position));
        Assert.Equal(4, (await Feed(team.Bob, all.Position)).Count(static t => t.Text("reason") == "dm"));
    }

    [Fact]
    public async Task A_feed_comes_page_by_page_and_by_workspace()
    {
        var team = await app.NewTeam();
        await team.Bob.Put($"channels/{team.General}/preferences", new { level = "all" }).Ok();
        Answer? last = null;
        for (var i = 1; i <= 7; i++) last = await team.Ada.Say(team.General, $"{i}");
        List<string> read = [];
        for (var next = (string?)""; next is not null;)
        {
            var page = await team.Bob.Get($"me/notifications?limit=3&workspaceId={team.Workspace}{(next.Length > 0 ? $"&before={next}" : "")}", last!.Position).Ok();
            Assert.InRange(page.Items.Count, 1, 3);
            read.AddRange(page.Items.Where(static t => t.Text("reason") == "message").Select(static t => t.Text("text")));
            next = page.Next;
        }

        Assert.Equal(["7", "6", "5", "4", "3", "2", "1"], read);
        Assert.Empty((await team.Bob.Get($"me/notifications?workspaceId={await team.Ada.CreateWorkspace()}").Ok()).Items);
    }

    [Theory]
    [InlineData("limit=-1", 422)]
    [InlineData("limit=201", 422)]
    [InlineData("limit=x", 400)]
    [InlineData("before=-1", 422)]
    [InlineData("before=99999999999999999999", 422)]
    [InlineData("unread=perhaps", 400)]
    [InlineData("workspaceId=home", 400)]
    public async Task A_question_that_makes_no_sense_is_refused(string query, int status) =>
        Assert.Equal(status, (await (await app.Team()).Bob.Get($"me/notifications?{query}")).Status);

    [Theory]
    [InlineData("{}", 422)]
    [InlineData("""{"position":-1}""", 422)]
    [InlineData("""{"position":9000000000000}""", 422)]
    [InlineData("""{"position":"last"}""", 400)]
    [InlineData("""{"position":1,"ids":["1"]}""", 422)]
    [InlineData("""{"ids":["one"]}""", 422)]
    [InlineData("""{"ids":[null]}""", 422)]
    [InlineData("""{"ids":[1]}""", 400)]
    public async Task What_cannot_have_been_seen_is_refused(string body, int status) =>
        Assert.Equal(status, (await (await app.Team()).Bob.Put("me/notifications/read", body)).Status);

    private static async Task<IReadOnlyList<JsonElement>> Feed(Person person, long position) =>
        [.. (await person.Get("me/notifications", position).Ok()).Items.Where(t => person.Name == "Mallory" || t.Text("reason") != "invite")];

    private static async Task<IEnumerable<string>> Unread(Person person, long position) =>
        (await person.Get("me/notifications?unread=true", position).Ok()).Items.Where(static t => t.Text("reason") == "dm").Select(static t => t.Text("text"));

    private static string Line(JsonElement told) => $"{told.Text("reason")} {told.Text("text")} {(told.Has("emoji") ? told.Text("emoji") : "")}".Trim();
}
