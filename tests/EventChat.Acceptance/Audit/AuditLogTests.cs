using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Audit;

public sealed class AuditLogTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task It_tells_who_did_what_with_before_and_after()
    {
        var team = await app.Team();
        await team.Ada.Patch($"channels/{team.General}", new { topic = "Tea" }).Ok();
        await team.Ada.Patch($"channels/{team.General}", new { topic = "Cards" }).Ok();
        var said = await team.Ada.Say(team.General, "Nobody's business");

        var log = (await Read(team.Ada, team, said.Position)).Items;

        Assert.Equal(
            ["channel.topic-changed", "channel.topic-changed", "channel.member-joined", "workspace.member-joined", "channel.member-joined", "channel.created",
                "workspace.member-joined", "workspace.created"],
            log.Select(static row => row.Text("action")));
        Assert.Equal(log.Select(static row => row.Long("position")).OrderDescending(), log.Select(static row => row.Long("position")));
        var (changed, hired) = (log[0], log[3]);
        Assert.Equal((team.Ada.Id, team.General, team.General), (changed.Text("actor"), changed.Text("target"), changed.Text("channelId")));
        Assert.Equal(("Tea", "Cards"), (changed.GetProperty("before").Text("topic"), changed.GetProperty("after").Text("topic")));
        Assert.Equal("", log[1].GetProperty("before").Text("topic"));
        Assert.Equal((team.Bob.Id, "member", false), (hired.Text("target"), hired.GetProperty("after").Text("role"), hired.Has("before")));
        Assert.All(log, static row => Assert.StartsWith("S", row.Text("session"), StringComparison.Ordinal));
        Assert.All(log, static row => Assert.Contains("127.0.0.1", row.Text("address"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_and_filters_go_together()
    {
        var team = await app.Team();
        for (var n = 0; n < 5; n++) await team.Ada.Patch($"channels/{team.General}", new { topic = $"{n}" }).Ok();
        var last = await team.Ada.Say(team.General, "…");
        List<JsonElement> read = [];
        string? next = null;
        do
        {
            var page = await Read(team.Ada, team, last.Position, $"action=channel.topic-changed&actor={team.Ada.Id}&limit=2{(next is null ? "" : $"&before={next}")}");
            read.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(["4", "3", "2", "1", "0"], read.Select(static row => row.GetProperty("after").Text("topic")));
        var middle = read[2].Text("at");
        Assert.Equal(2, (await Read(team.Ada, team, last.Position, $"action=channel.topic-changed&to={middle}")).Items.Count);
        Assert.Equal(3, (await Read(team.Ada, team, last.Position, $"action=channel.topic-changed&from={middle}")).Items.Count);
        Assert.Equal("channel.member-joined", (await Read(team.Ada, team, last.Position, $"actor={team.Bob.Id}")).Items.Single().Text("action"));
        Assert.Empty((await Read(team.Ada, team, last.Position, "action=channel.exploded")).Items);
    }

    [Fact]
    public async Task Admins_read_it_and_nobody_else()
    {
        var team = await app.Team();
        var admin = await team.Hire(await app.Person("Grace"), "admin");
        var path = $"admin/workspaces/{team.Workspace}/audit-log";

        await admin.Get(path).Ok();
        await team.Bob.Get(path).Refused(403, "role.admin-required");
        await team.Mallory.Get(path).Refused(404, "workspace.not-found");
        await team.Ada.Get($"{path}?limit=201").Refused(422, "page.limit-out-of-range");
        await team.Ada.Get($"{path}?before=x").Refused(422, "page.invalid-cursor");
        await team.Ada.Get($"{path}?from=yesterday").Refused(400, "request.malformed");
        await team.Ada.Get($"{path}?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z").Ok();
    }

    [Fact]
    public async Task What_was_refused_is_in_it_once_a_minute()
    {
        var team = await app.Team();
        var invite = await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { }).Ok(201);
        for (var i = 0; i < 3; i++)
        {
            await team.Bob.Post($"workspaces/{team.Workspace}/invites", new { }).Refused(403, "role.admin-required");
            await team.Bob.Post($"channels/{team.General}/archive").Refused(403, "role.admin-required");
            await team.Bob.Delete($"invites/{invite.Id}").Refused(403, "role.admin-required");
            await team.Mallory.Post($"workspaces/{team.Workspace}/invites", new { }).Refused(404, "workspace.not-found");
        }

        var log = await Read(team.Ada, team, (await team.Ada.Say(team.General, "…")).Position, "action=workspace.access-refused");

        Assert.All(log.Items, row => Assert.Equal(team.Bob.Id, row.Text("actor")));
        Assert.Equal(
            ["DELETE invites/{inviteId}", "POST channels/{channelId}/archive", "POST workspaces/{workspaceId}/invites"],
            log.Items.Select(static row => row.GetProperty("after").Text("action")));
    }

    [Fact]
    public async Task It_tells_nothing_of_what_the_reader_may_not_know()
    {
        var team = await app.Team();
        var secret = await team.Bob.CreateChannel(team.Workspace, "secret", "private");
        var dm = (await team.Bob.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Ada.Id } }).Ok(201)).Id;
        var own = await team.Ada.CreateChannel(team.Workspace, "own", "private");
        var invite = await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { role = "guest", channelIds = new[] { own } }).Ok(201);
        var admin = await team.Hire(await app.Person("Grace"), "admin");
        var last = (await team.Ada.Say(team.General, "…")).Position;

        var (toAda, toAdmin) = ((await Read(team.Ada, team, last)).Text, (await Read(admin, team, last)).Text);

        Assert.Contains(own, toAda, StringComparison.Ordinal);
        Assert.Contains(invite.Id, toAdmin, StringComparison.Ordinal);
        Assert.DoesNotContain(own, toAdmin, StringComparison.Ordinal);
        Assert.DoesNotContain(own, (await admin.Get($"workspaces/{team.Workspace}/invites", last).Ok()).Text, StringComparison.Ordinal);
        foreach (var text in (string[])[toAda, toAdmin])
            foreach (var hidden in (string[])[secret, dm, "secret", invite.Body.Text("code"), "codeHash"]) Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
    }

    private static Task<Answer> Read(Person reader, Team team, long atLeast, string query = "") =>
        reader.Get($"admin/workspaces/{team.Workspace}/audit-log?{query}", atLeast).Ok();
}
