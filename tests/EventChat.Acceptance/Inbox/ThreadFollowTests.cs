using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Inbox;

public sealed class ThreadFollowTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Whose_message_was_answered_and_who_answers_follow_and_each_reads_for_themselves()
    {
        var team = await app.NewTeam();
        var charles = await Third(team);
        await team.Ada.Say(team.General, "Tea?");
        await Reply(team.Bob, team, 1, "Yes");
        await Reply(team.Bob, team, 1, "Now");
        var last = await Reply(team.Ada, team, 1, "Good");

        Assert.Equal((2, 1), await Thread(team.Ada, team, 1, last.Position));
        Assert.Equal((1, 2), await Thread(team.Bob, team, 1, last.Position));
        Assert.Null(await Thread(charles, team, 1, last.Position));
        var unreads = (await team.Ada.Get("me/unreads", last.Position).Ok()).Body;
        Assert.Equal((0, 1), (unreads.Long("unread"), unreads.Long("threads")));
        Assert.Equal(0, (await Read(team.Ada, team, 1, 4).Ok()).Body.Long("unread"));
        var back = await Read(team.Ada, team, 1, 2).Ok();
        Assert.Equal((1, 2), await Thread(team.Ada, team, 1, back.Position));
        Assert.Equal((1, 2), await Thread(team.Bob, team, 1, back.Position));
        Assert.Equal((0, 4), await Thread(team.Bob, team, 1, (await team.Bob.Post($"workspaces/{team.Workspace}/read").Ok(204)).Position));
    }

    [Fact]
    public async Task Anyone_follows_or_not_and_only_an_answer_of_their_own_brings_them_back()
    {
        var team = await app.NewTeam();
        var charles = await Third(team);
        await team.Ada.Say(team.General, "Tea?");
        await Reply(team.Bob, team, 1, "Yes");
        var path = $"channels/{team.General}/messages/1/follow";

        var followed = await charles.Put(path).Ok(204);
        Assert.Equal((0, 2), await Thread(charles, team, 1, followed.Position));
        Assert.Equal((1, 2), await Thread(charles, team, 1, (await Reply(team.Bob, team, 1, "Now")).Position));
        Assert.Null(await Thread(team.Ada, team, 1, (await team.Ada.Delete(path).Ok(204)).Position));
        Assert.Null(await Thread(team.Ada, team, 1, (await Reply(team.Bob, team, 1, "Ada?")).Position));
        await Reply(team.Ada, team, 1, "Here");
        Assert.Equal((1, 5), await Thread(team.Ada, team, 1, (await Reply(team.Bob, team, 1, "Good")).Position));
        Assert.Null(await Thread(team.Ada, team, 1, (await team.Ada.Delete(path).Ok(204)).Position));
        await team.Ada.Delete(path).Ok(204);
        await team.Ada.Put(path).Ok(204);
        Assert.Equal((0, 6), await Thread(team.Ada, team, 1, (await team.Ada.Put(path).Ok(204)).Position));
    }

    [Fact]
    public async Task The_list_goes_by_activity_page_by_page_and_shows_the_root_with_its_summary()
    {
        var team = await app.NewTeam();
        for (var n = 1; n <= 3; n++) await team.Ada.Say(team.General, $"Root {n}");
        for (var n = 1; n <= 3; n++) await Reply(team.Bob, team, n, $"Reply to {n}");
        await Reply(team.Bob, team, 1, "Again");
        await Read(team.Ada, team, 3, 6).Ok();
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Root 1, edited" }).Ok();
        var last = await team.Ada.Delete($"channels/{team.General}/messages/2").Ok(204);
        var path = $"workspaces/{team.Workspace}/threads";

        var first = await team.Ada.Get($"{path}?limit=2", last.Position).Ok();
        var second = await team.Ada.Get($"{path}?limit=2&before={first.Next}", last.Position).Ok();
        Assert.Equal([(1, 2, 2), (3, 1, 0)], first.Items.Select(Shown));
        Assert.Equal([(2, 1, 1)], second.Items.Select(Shown));
        Assert.Null(second.Next);
        Assert.Equal("Root 1, edited", first.Items[0].GetProperty("root").Text("text"));
        Assert.True(second.Items[0].GetProperty("root").Has("deletedAt"));
        Assert.Equal([1, 2], (await team.Ada.Get($"{path}?unread=true", last.Position).Ok()).Items.Select(static i => Shown(i).Root));
        var gone = await team.Bob.Delete($"channels/{team.General}/messages/5").Ok(204);
        Assert.Equal([1], (await team.Ada.Get($"{path}?unread=true&limit=1", gone.Position).Ok()).Items.Select(static i => Shown(i).Root));
        await team.Ada.Post($"channels/{team.General}/leave").Ok(204);
        Assert.Empty((await team.Ada.Get(path).Ok()).Items);

        static (int Root, int Replies, int Unread) Shown(JsonElement item) => (
            (int)item.GetProperty("root").Long("number"), (int)item.GetProperty("root").GetProperty("thread").Long("replyCount"), (int)item.Long("unread"));
    }

    [Fact]
    public async Task What_cannot_be_followed_or_read_says_so()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "Tea?");
        await Reply(team.Bob, team, 1, "Yes");
        var charles = await team.Hire(await app.Person("Charles"), "member");
        foreach (var number in (int[])[0, 3, -1, int.MaxValue])
        {
            await team.Bob.Put($"channels/{team.General}/messages/{number}/follow").Refused(404, "message.not-found");
            await team.Bob.Delete($"channels/{team.General}/messages/{number}/follow").Refused(404, "message.not-found");
            await Read(team.Bob, team, number, 1).Refused(404, "message.not-found");
        }

        await team.Bob.Put($"channels/{team.General}/messages/2/follow").Refused(422, "message.root-is-reply");
        await team.Mallory.Put($"channels/{team.General}/messages/1/follow").Refused(404, "channel.not-found");
        await charles.Put($"channels/{team.General}/messages/1/follow").Refused(403, "channel.not-a-member");
        await Read(team.Bob, team, 1, 3).Refused(422, "inbox.number-beyond-end");
        await Read(team.Bob, team, 1, -1).Refused(422, "request.invalid");
        await team.Bob.Get($"workspaces/{team.Workspace}/threads?before=-1").Refused(422, "page.invalid-cursor");
        await team.Bob.Get($"workspaces/{team.Workspace}/threads?limit=0").Refused(422, "page.limit-out-of-range");
        await team.Mallory.Get($"workspaces/{team.Workspace}/threads").Refused(404, "workspace.not-found");
    }

    private static async Task<Person> Third(Team team)
    {
        await team.Hire(team.Mallory, "member");
        await team.Add(team.Mallory, team.General);
        return team.Mallory;
    }

    private static Task<Answer> Reply(Person by, Team team, int root, string text) => by.Post($"channels/{team.General}/messages", new { text, threadRoot = root }).Ok(201);

    private static Task<Answer> Read(Person by, Team team, int root, int number) => by.Put($"channels/{team.General}/messages/{root}/thread/read", new { number });

    private static async Task<(int Unread, int LastRead)?> Thread(Person person, Team team, int root, long atLeast) =>
        (await person.Get($"workspaces/{team.Workspace}/threads", atLeast).Ok()).Items.Where(i => i.GetProperty("root").Long("number") == root)
            .Select(static i => ((int, int)?)((int)i.Long("unread"), (int)i.Long("lastRead"))).SingleOrDefault();
}
