using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Compliance;

/// <summary>What was, over REST: a channel, what it was to somebody, and a workspace.</summary>
public sealed class ReplayTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_channel_is_shown_as_it_was_at_each_position()
    {
        var team = await Team();
        var said = await team.Ada.Say(team.General, "Helo");
        var edited = await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Hello" }).Ok();
        var topic = await team.Ada.Patch($"channels/{team.General}", new { topic = "Tea" }).Ok();
        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        var first = await At(team, said.Position);
        Assert.Equal(["Helo"], Words(first));
        Assert.Equal((false, ""), (first.Items[0].Has("deleted"), first.Body.GetProperty("channel").Text("topic")));
        Assert.Equal(["Helo", "Hello"], Words(await At(team, edited.Position)));
        Assert.Equal("Tea", (await At(team, topic.Position)).Body.GetProperty("channel").Text("topic"));
        var last = await At(team, deleted.Position);
        Assert.Equal(["Helo", "Hello"], Words(last));
        Assert.Equal(team.Ada.Id, last.Items[0].GetProperty("deleted").Text("by"));
        Assert.Equal(
            new[] { (team.Ada.Id, "owner"), (team.Bob.Id, "member") },
            last.Body.GetProperty("channel").GetProperty("members").EnumerateArray().Select(static m => (m.Text("userId"), m.Text("role"))).OrderByDescending(static m => m.Item2, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_person_had_unread_then_what_they_had_not_read_by_then()
    {
        var team = await Team();
        for (var n = 1; n <= 3; n++) await team.Ada.Say(team.General, $"{n}");
        var before = await team.Bob.Put($"channels/{team.General}/read", new { number = 1 }).Ok();
        var read = await team.Bob.Put($"channels/{team.General}/read", new { number = 3 }).Ok();
        var left = await team.Bob.Post($"channels/{team.General}/leave").Ok(204);

        Assert.Equal((1, 2, true), Marks(await At(team, before.Position, $"&userId={team.Bob.Id}")));
        Assert.Equal((3, 0, true), Marks(await At(team, read.Position, $"&userId={team.Bob.Id}")));
        var gone = (await At(team, left.Position, $"&userId={team.Bob.Id}")).Body.GetProperty("person");
        Assert.Equal((false, true, false), (gone.GetProperty("isMember").GetBoolean(), gone.GetProperty("canRead").GetBoolean(), gone.Has("lastRead")));
        Assert.False((await At(team, left.Position, $"&userId={team.Mallory.Id}")).Body.GetProperty("person").GetProperty("canRead").GetBoolean());

        static (long, long, bool) Marks(Answer answer) =>
            (answer.Body.GetProperty("person").Long("lastRead"), answer.Body.GetProperty("person").Long("unread"), answer.Body.GetProperty("person").GetProperty("canRead").GetBoolean());
    }

    [Fact]
    public async Task A_moment_stands_for_the_position_that_the_log_had_then()
    {
        var team = await Team();
        await team.Ada.Say(team.General, "Before");
        await Task.Delay(50);
        var moment = TimeProvider.System.GetUtcNow();
        await Task.Delay(50);
        await team.Ada.Say(team.General, "After");

        var then = await team.Bob.Get($"{Replay(team)}?channelId={team.General}&at={moment.UtcDateTime:O}").Ok();
        Assert.Equal(["Before"], Words(then));
        Assert.Equal(then.Text, (await At(team, then.Body.Long("position"))).Text);
    }

    [Fact]
    public async Task A_workspace_is_shown_with_its_people_and_channels_as_they_were()
    {
        var team = await Team();
        var dm = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        var then = await team.Ada.Patch($"channels/{team.General}", new { name = "lobby" }).Ok();
        var later = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        await team.Ada.Patch($"workspaces/{team.Workspace}", new { name = "House" }).Ok();
        var now = await team.Ada.Patch($"channels/{team.General}", new { name = "attic" }).Ok();

        var was = (await team.Bob.Send(HttpMethod.Get, $"{Replay(team)}?position={then.Position}", null, ("EventChat-Min-Position", $"{now.Position}")).Ok()).Body.GetProperty("workspace");
        Assert.Equal(("Lovelace & Sons", 2), (was.Text("name"), was.Long("memberCount")));
        Assert.Equal([(team.General, "lobby"), (dm, "")], Places(was).OrderBy(static p => p.Item1, StringComparer.Ordinal));
        var page = await team.Bob.Get($"{Replay(team)}?position={now.Position}&limit=1").Ok();
        var rest = await team.Bob.Get($"{Replay(team)}?position={now.Position}&after={page.Next}").Ok();
        Assert.Equal([(later, "cellar"), (team.General, "attic"), (dm, "")], Places(page.Body.GetProperty("workspace")).Concat(Places(rest.Body.GetProperty("workspace"))).OrderByDescending(static p => p.Item2 == "cellar").ThenBy(static p => p.Item1, StringComparer.Ordinal));

        static List<(string, string)> Places(JsonElement workspace) => [.. workspace.GetProperty("channels").EnumerateArray().Select(static c => (c.Text("id"), c.Text("name")))];
    }

    [Fact]
    public async Task Events_are_stepped_through_one_by_one_with_all_of_their_words()
    {
        var team = await Team();
        await team.Ada.Say(team.General, "A secret");
        await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        List<JsonElement> stepped = [];
        for (var next = (string?)"0"; next is not null;)
        {
            var page = await team.Bob.Get($"{Replay(team)}/events?channelId={team.General}&limit=1&after={next}").Ok();
            stepped.AddRange(page.Items);
            next = page.Next;
        }

        Assert.Equal(["channel.created", "channel.member-joined", "channel.member-joined", "message.sent", "message.deleted"], stepped.Select(static e => e.Text("type")));
        Assert.Equal("A secret", stepped[3].GetProperty("data").Text("text"));
    }

    [Fact]
    public async Task Bad_questions_are_refused_with_a_code_each()
    {
        var team = await Team();
        var said = (await team.Ada.Say(team.General, "Hello")).Position;
        var other = await team.Bob.CreateChannel(await team.Bob.CreateWorkspace());

        await Ask("").Refused(422, "replay.one-moment");
        await Ask($"position={said}&at=2030-01-01T00:00:00Z").Refused(422, "replay.one-moment");
        await Ask("position=0").Refused(422, "replay.before-the-beginning");
        await Ask("position=1").Refused(422, "replay.before-the-beginning");
        await Ask($"position=1&channelId={team.General}").Refused(422, "replay.before-the-beginning");
        await Ask("position=1000000000").Refused(422, "replay.position-ahead");
        await Ask("at=2001-01-01T00:00:00Z").Refused(422, "replay.before-the-beginning");
        await Ask("at=2999-01-01T00:00:00Z").Refused(422, "replay.time-ahead");
        await Ask("at=yesterday").Refused(400, "request.malformed");
        await Ask($"position={said}&channelId={other}").Refused(404, "channel.not-found");
        await Ask($"position={said}&channelId=C00000000000000000000000000").Refused(404, "channel.not-found");
        await Ask($"position={said}&channelId={team.General}&before=soon").Refused(422, "page.invalid-cursor");
        await Ask($"position={said}&limit=201").Refused(422, "page.limit-out-of-range");
        await team.Bob.Get($"{Replay(team)}/events?channelId={other}").Refused(404, "channel.not-found");
        await team.Bob.Get($"{Replay(team)}/events").Refused(422, "request.invalid");

        Task<Answer> Ask(string query) => team.Bob.Get($"{Replay(team)}?{query}");
    }

    [Fact]
    public async Task Nobody_else_sees_it_and_each_look_is_on_record()
    {
        var team = await Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        var said = await team.Ada.Say(cellar, "A secret");
        foreach (var query in (string[])["", $"?position={said.Position}&channelId={cellar}", $"/events?channelId={cellar}"])
        {
            await team.Ada.Get($"{Replay(team)}{query}").Refused(403, "compliance.officers-only");
            await team.Mallory.Get($"{Replay(team)}{query}").Refused(404, "workspace.not-found");
        }

        await team.Bob.Get($"{Replay(team)}?position={said.Position}&channelId={cellar}&reason=Case%207").Ok();
        var look = (await team.Ada.Get($"compliance/workspaces/{team.Workspace}/record").Ok()).Items[1].GetProperty("data");
        Assert.Equal(("replay", "Case 7"), (look.Text("what"), look.Text("reason")));
        Assert.Equal((cellar, said.Position), (look.GetProperty("asked").Text("channelId"), look.GetProperty("asked").Long("position")));
    }

    private static string[] Words(Answer answer) => [.. answer.Items[0].GetProperty("revisions").EnumerateArray().Select(static r => r.Text("text"))];

    private static string Replay(Team team) => $"compliance/workspaces/{team.Workspace}/replay";

    private static Task<Answer> At(Team team, long position, string more = "") => team.Bob.Get($"{Replay(team)}?channelId={team.General}&position={position}{more}").Ok();

    /// <summary>Bob is the officer.</summary>
    private async Task<Team> Team()
    {
        var team = await app.Team();
        await team.Appoint(team.Bob);
        return team;
    }
}
