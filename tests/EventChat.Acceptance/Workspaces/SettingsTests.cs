using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Workspaces;

public sealed class SettingsTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task An_owner_changes_the_name_the_description_and_the_icon()
    {
        var team = await app.Team();

        var changed = await team.Ada.Patch($"workspaces/{team.Workspace}", new { name = " Engines ", description = "All of them", icon = "https://example.org/i.png" }).Ok();

        Assert.Equal(("Engines", "All of them", "https://example.org/i.png"), (changed.Body.Text("name"), changed.Body.Text("description"), changed.Body.Text("icon")));
        Assert.Equal(changed.Body.Text("name"), (await team.Bob.Get($"workspaces/{team.Workspace}").Ok()).Body.Text("name"));
        var listed = (await team.Bob.Get("workspaces", changed.Position).Ok()).Items.Single(w => w.Text("id") == team.Workspace);
        Assert.Equal(("Engines", "https://example.org/i.png"), (listed.Text("name"), listed.Text("icon")));
        Assert.False((await team.Ada.Patch($"workspaces/{team.Workspace}", new { icon = "" }).Ok()).Body.Has("icon"));
    }

    [Theory]
    [InlineData("http://example.org/i.png")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://ada:secret@example.org/i.png")]
    [InlineData("https://example.org/\r\nSet-Cookie: x")]
    [InlineData("i.png")]
    public async Task An_icon_is_an_https_address(string icon)
    {
        var team = await app.Team();

        await team.Ada.Patch($"workspaces/{team.Workspace}", new { icon }).Refused(422, "request.invalid");
        await team.Ada.Patch($"workspaces/{team.Workspace}", new { icon = $"https://example.org/{new string('x', 2048)}" }).Refused(422, "request.invalid");
    }

    [Fact]
    public async Task Newcomers_are_in_the_default_channels_and_guests_are_not()
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");

        await team.Ada.Patch($"workspaces/{team.Workspace}", new { defaultChannelIds = new[] { cellar } }).Refused(422, "workspace.default-channel-invalid");
        await team.Ada.Patch($"workspaces/{team.Workspace}", new { defaultChannelIds = new[] { team.General } }).Ok();
        await team.Hire(await app.Person("Gus"), "guest");
        await team.Hire(team.Mallory, "member");

        await team.Mallory.Say(team.General, "Hello");
        Assert.Equal(3, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("memberCount"));
    }

    [Fact]
    public async Task Roles_are_given_and_ownership_is_handed_over()
    {
        var team = await app.Team();
        var bob = $"workspaces/{team.Workspace}/members/{team.Bob.Id}";

        Assert.Equal("admin", (await team.Ada.Patch(bob, new { role = "admin" }).Ok()).Body.Text("role"));
        await team.Bob.Patch($"workspaces/{team.Workspace}/members/{team.Ada.Id}", new { role = "guest" }).Refused(403, "role.owner-required");
        await team.Bob.Patch(bob, new { role = "owner" }).Refused(403, "role.above-own");
        await team.Ada.Patch($"workspaces/{team.Workspace}/members/{team.Ada.Id}", new { role = "admin" }).Refused(409, "workspace.last-owner");
        await team.Ada.Patch(bob, new { }).Refused(422, "request.invalid");
        Assert.Equal("owner", (await team.Ada.Post($"workspaces/{team.Workspace}/transfer", new { userId = team.Bob.Id }).Ok()).Body.Text("role"));
        Assert.Equal("admin", (await team.Ada.Get($"workspaces/{team.Workspace}").Ok()).Body.Text("role"));
        await team.Ada.Patch($"workspaces/{team.Workspace}", new { name = "Mine again" }).Refused(403, "role.owner-required");
    }

    [Fact]
    public async Task Who_is_made_guest_reads_no_open_channel_any_more()
    {
        var team = await app.Team();
        var lobby = await team.Ada.CreateChannel(team.Workspace);
        await team.Bob.Get($"channels/{lobby}/messages").Ok();

        await team.Ada.Patch($"workspaces/{team.Workspace}/members/{team.Bob.Id}", new { role = "guest" }).Ok();

        await team.Bob.Get($"channels/{lobby}/messages").Refused(404, "channel.not-found");
        Assert.DoesNotContain((await team.Bob.Get($"workspaces/{team.Workspace}/channels").Ok()).Items, c => c.Text("id") == lobby);
    }

    [Fact]
    public async Task The_grant_of_compliance_officer_is_an_owners_and_ends_with_the_membership()
    {
        var team = await app.Team();
        var (bob, grant) = ($"workspaces/{team.Workspace}/members/{team.Bob.Id}", $"workspaces/{team.Workspace}/members/{team.Bob.Id}/grants/compliance-officer");
        await team.Ada.Patch(bob, new { role = "admin" }).Ok();

        await team.Bob.Put(grant, new { reason = "Because" }).Refused(403, "role.owner-required");
        await team.Ada.Put(grant, new { }).Refused(422, "request.invalid");
        Assert.True((await team.Ada.Put(grant, new { reason = "Audit" }).Ok()).Body.GetProperty("isComplianceOfficer").GetBoolean());
        await team.Ada.Delete($"{grant}?reason=done").Ok(204);
        await team.Ada.Put(grant, new { reason = "Audit" }).Ok();
        await team.Ada.Delete(bob).Ok(204);
        var back = await team.Ada.Put(bob, new { role = "member" }).Ok();

        var listed = (await team.Ada.Get($"workspaces/{team.Workspace}/members", back.Position).Ok()).Items.Single(m => m.Text("id") == team.Bob.Id);
        Assert.False(listed.GetProperty("isComplianceOfficer").GetBoolean());
    }
}
