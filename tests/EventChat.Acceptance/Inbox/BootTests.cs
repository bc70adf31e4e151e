using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Inbox;

public sealed class BootTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Boot_shows_workspaces_and_channels_with_what_is_unread()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "Hello");
        var last = await team.Ada.Say(team.General, "Bob?");

        var boot = await team.Bob.Get("me/boot", last.Position).Ok();

        Assert.True(boot.Body.Long("position") >= last.Position);
        Assert.Equal([team.Workspace], boot.Body.GetProperty("workspaces").EnumerateArray().Select(static w => w.Text("id")));
        var general = boot.Body.GetProperty("channels").EnumerateArray().Single();
        Assert.Equal((team.General, "General", "public", 5), (general.Text("id"), general.Text("name"), general.Text("kind"), general.Long("version")));
        Assert.Equal((2, 0, 2), (general.Long("lastNumber"), general.Long("lastRead"), general.Long("unread")));
    }

    [Fact]
    public async Task A_boot_from_where_the_connection_stands_leaves_no_gap()
    {
        var team = await app.NewTeam();
        for (var n = 1; n <= 10; n++)
        {
            var joined = await team.Add(team.Bob, await team.Ada.CreateChannel(team.Workspace, $"room {n}"));
            await using var bob = await HubClient.Connect(team.Bob);
            var from = await bob.Heartbeat();

            var boot = await team.Bob.Get("me/boot", from).Ok();

            Assert.True(from > 0 && boot.Body.Long("position") >= from);
            Assert.True(
                boot.Body.GetProperty("channels").GetArrayLength() == n + 1 || bob.Heard.Any(push => push.Position == joined.Position) || joined.Position > from,
                "The channel is in neither the boot nor what was pushed.");
        }
    }
}
