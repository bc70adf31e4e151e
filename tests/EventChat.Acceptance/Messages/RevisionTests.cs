using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class RevisionTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_message_that_was_edited_shows_all_that_it_said()
    {
        var team = await app.Team();
        var sent = await team.Ada.Say(team.General, "Helo");
        await team.Bob.Put($"channels/{team.General}/messages/1/reactions/👋").Ok(204);
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Hello" }).Ok();
        var last = await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Hello!" }).Ok();

        var revisions = (await team.Bob.Get($"channels/{team.General}/messages/1/revisions", last.Position).Ok()).Items;

        Assert.Equal(["Helo", "Hello", "Hello!"], revisions.Select(static r => r.Text("text")));
        Assert.All(revisions, r => Assert.Equal((team.Ada.Id, "Ada"), (r.GetProperty("author").Text("id"), r.GetProperty("author").Text("name"))));
        Assert.Equal((sent.Body.Text("sentAt"), last.Body.Text("editedAt")), (revisions[0].Text("at"), revisions[^1].Text("at")));
        Assert.Equal((sent.Body.Long("version"), last.Body.Long("version")), (revisions[0].Long("version"), revisions[^1].Long("version")));
    }

    [Fact]
    public async Task A_message_that_was_never_edited_has_one_revision()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        var last = await team.Ada.Say(team.General, "And hello again");

        var revision = Assert.Single((await team.Bob.Get($"channels/{team.General}/messages/1/revisions", last.Position).Ok()).Items);

        Assert.Equal("Hello", revision.Text("text"));
    }

    [Fact]
    public async Task Long_histories_come_in_pages()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Draft 0");
        var position = 0L;
        for (var i = 1; i <= 6; i++) position = (await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = $"Draft {i}" }).Ok()).Position;

        List<string> read = [];
        var pages = 0;
        for (var after = ""; after is not null; pages++)
        {
            var page = await team.Bob.Get($"channels/{team.General}/messages/1/revisions?limit=3{(after.Length > 0 ? $"&after={after}" : "")}", position).Ok();
            read.AddRange(page.Items.Select(static r => r.Text("text")));
            after = page.Next;
        }

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, 7).Select(static i => $"Draft {i}"), read);
    }

    [Fact]
    public async Task Of_a_deleted_message_the_times_stay_and_the_words_do_not()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "The combination is 4711");
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "The combination is 4712" }).Ok();
        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        var answer = await team.Bob.Get($"channels/{team.General}/messages/1/revisions", deleted.Position).Ok();

        Assert.Equal(2, answer.Items.Count);
        Assert.All(answer.Items, static r => Assert.True(r.Has("at") && !r.Has("text")));
        Assert.DoesNotContain("471", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_read_the_message_may_not_read_what_it_said()
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Ada.Say(cellar, "Psst");

        await team.Bob.Get($"channels/{cellar}/messages/1/revisions").Refused(404, "channel.not-found");
        await team.Ada.Get($"channels/{cellar}/messages/2/revisions").Refused(404, "message.not-found");
        await team.Ada.Get($"channels/{cellar}/messages/1/revisions?after=x").Refused(422, "page.invalid-cursor");
        await team.Ada.Get($"channels/{cellar}/messages/1/revisions?limit=-1").Refused(422, "page.limit-out-of-range");
    }
}
