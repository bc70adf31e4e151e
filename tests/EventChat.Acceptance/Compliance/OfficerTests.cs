using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Compliance;

/// <summary>Only the grant opens what officers see, and whatever they are shown is on record first.</summary>
public sealed class OfficerTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Officers_and_owners_read_the_record_and_nobody_else()
    {
        var team = await app.Team();
        var admin = await team.Hire(await app.Person("Grace"), "admin");
        var path = $"compliance/workspaces/{team.Workspace}/record";

        await team.Mallory.Get(path).Refused(404, "workspace.not-found");
        await team.Bob.Get(path).Refused(403, "compliance.officers-only");
        await admin.Get(path).Refused(403, "compliance.officers-only");
        await team.Appoint(team.Bob);
        await team.Bob.Get(path).Ok();
        await team.Ada.Get(path).Ok();
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}/grants/compliance-officer").Ok(204);
        await team.Bob.Get(path).Refused(403, "compliance.officers-only");
    }

    [Fact]
    public async Task Whoever_reads_the_record_stands_in_it_with_the_reason_they_gave()
    {
        var team = await app.Team();
        await team.Appoint(team.Bob);
        var path = $"compliance/workspaces/{team.Workspace}/record";

        await team.Bob.Get($"{path}?reason=Case%207").Ok();
        var record = (await team.Ada.Get(path).Ok()).Items;

        Assert.Equal([team.Ada.Id, team.Bob.Id], record.Select(static e => e.Text("actor")));
        Assert.All(record, static e => Assert.Equal(("governance.shown", "record"), (e.Text("action"), e.GetProperty("data").Text("what"))));
        Assert.Equal("Case 7", record[1].GetProperty("data").Text("reason"));
        Assert.StartsWith("S", record[1].Text("session"), StringComparison.Ordinal);
        await team.Bob.Get($"{path}?reason={new string('x', 501)}").Refused(422, "request.invalid");
        await team.Bob.Get($"{path}?reason=").Refused(422, "request.invalid");
    }

    [Fact]
    public async Task The_record_is_read_back_page_by_page()
    {
        var team = await app.Team();
        await team.Appoint(team.Bob);
        var path = $"compliance/workspaces/{team.Workspace}/record";
        for (var n = 1; n <= 4; n++) await team.Bob.Get($"{path}?limit=1&reason={n}").Ok();

        List<JsonElement> read = [];
        var next = (await team.Ada.Get($"{path}?limit=2").Ok()).Next;
        while (next is not null)
        {
            var page = await team.Ada.Get($"{path}?limit=2&before={next}").Ok();
            read.AddRange(page.Items);
            next = page.Next;
        }

        Assert.Equal([3, 2, 1], read.Select(static e => e.Long("version")));
        await team.Ada.Get($"{path}?before=soon").Refused(422, "page.invalid-cursor");
        await team.Ada.Get($"{path}?limit=0").Refused(422, "page.limit-out-of-range");
    }

    [Fact]
    public async Task A_member_who_tried_is_in_the_audit_log()
    {
        var team = await app.Team();
        await team.Bob.Get($"compliance/workspaces/{team.Workspace}/record").Refused(403, "compliance.officers-only");

        var last = await team.Ada.Say(team.General, "…");
        var log = (await team.Ada.Get($"admin/workspaces/{team.Workspace}/audit-log?action=workspace.access-refused", last.Position).Ok()).Items;
        Assert.Equal((team.Bob.Id, "GET compliance/workspaces/{workspaceId}/record"), (log.Single().Text("actor"), log.Single().GetProperty("after").Text("action")));
    }

    [Fact]
    public async Task A_bot_gets_nothing()
    {
        var team = await app.Team();
        var robot = await team.Ada.Post($"workspaces/{team.Workspace}/apps", new { name = "Robot", username = $"robot-{Guid.CreateVersion7():n}"[..20], scopes = new[] { "messages:read" } }).Ok(201);
        var token = (await team.Ada.Post($"apps/{robot.Id}/tokens", new { }).Ok(201)).Body.Text("token");

        Assert.Equal(403, (await team.Ada.WithToken(token).Get($"compliance/workspaces/{team.Workspace}/record")).Status);
    }
}
