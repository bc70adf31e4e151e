using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Workspaces;

/// <summary>Who leaves a workspace, or is sent away, is out of everything in it when the answer is there.</summary>
public sealed class RemovalTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("removed")]
    [InlineData("gone by himself")]
    public async Task Out_of_the_workspace_is_out_of_all_its_channels(string how)
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Add(team.Bob, cellar);
        foreach (var channel in (string[])[team.General, cellar]) await team.Ada.Say(channel, "Hello");

        await (how == "removed" ? team.Ada : team.Bob).Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);

        foreach (var channel in (string[])[team.General, cellar])
        {
            foreach (var path in (string[])["", "/messages", "/messages/1", "/messages/1/thread", "/events", "/members"])
                await team.Bob.Get($"channels/{channel}{path}").Refused(404, "channel.not-found");
            await team.Bob.Post($"channels/{channel}/messages", new { text = "Still?" }).Refused(404, "channel.not-found");
            await team.Bob.Put($"channels/{channel}/read", new { number = 1 }).Refused(404, "channel.not-found");
            await team.Bob.Post($"channels/{channel}/join").Refused(404, "channel.not-found");
            Assert.DoesNotContain((await team.Ada.Get($"channels/{channel}/members").Ok()).Items, m => m.Text("id") == team.Bob.Id);
        }

        await team.Bob.Get($"workspaces/{team.Workspace}").Refused(404, "workspace.not-found");
        await team.Bob.Get($"workspaces/{team.Workspace}/channels").Refused(404, "workspace.not-found");
        Assert.DoesNotContain((await team.Bob.Get("workspaces").Ok()).Items, w => w.Text("id") == team.Workspace);
        Assert.DoesNotContain((await team.Ada.Get($"workspaces/{team.Workspace}/members").Ok()).Items, m => m.Text("id") == team.Bob.Id);
        var boot = (await team.Bob.Get("me/boot").Ok()).Text;
        Assert.DoesNotContain(team.Workspace, boot);
        Assert.DoesNotContain(cellar, boot + (await team.Bob.Get("me/unreads").Ok()).Text);
    }

    [Fact]
    public async Task Who_comes_back_is_in_no_channel()
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Add(team.Bob, cellar);
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);

        await team.Hire(team.Bob, "member");

        await team.Bob.Get($"channels/{cellar}").Refused(404, "channel.not-found");
        await team.Bob.Post($"channels/{team.General}/messages", new { text = "Hello" }).Refused(403, "channel.not-a-member");
        await team.Bob.Post($"channels/{team.General}/join").Ok();
    }

    [Fact]
    public async Task A_connection_hears_of_the_leaving_and_then_nothing_more()
    {
        var team = await app.Team();
        await using var bob = await HubClient.Connect(team.Bob);
        await using var ada = await HubClient.Connect(team.Ada);

        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);
        var said = await team.Ada.Say(team.General, "He does not hear this");
        await ada.UntilPosition(said.Position);
        await bob.Heartbeat();

        Assert.Equal(["channel.member-left"], bob.In(team.General).Select(static p => p.Type));
        Assert.Equal(team.Bob.Id, bob.In(team.General)[0].Data.Text("userId"));
    }

    [Fact]
    public async Task Joins_that_race_with_the_removal_do_not_outlive_it()
    {
        var team = await app.Team();
        var channels = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => team.Ada.CreateChannel(team.Workspace)));
        for (var round = 0; round < 10; round++)
        {
            var joins = channels.Select(channel => team.Bob.Post($"channels/{channel}/join")).ToList();
            var adds = channels.Select(channel => team.Ada.Put($"channels/{channel}/members/{team.Bob.Id}")).ToList();
            await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);
            await Task.WhenAll([.. joins, .. adds]);

            foreach (var channel in channels) await team.Bob.Get($"channels/{channel}").Refused(404, "channel.not-found");
            await team.Hire(team.Bob, "guest");
            foreach (var channel in channels) await team.Bob.Get($"channels/{channel}").Refused(404, "channel.not-found");
            await team.Ada.Patch($"workspaces/{team.Workspace}/members/{team.Bob.Id}", new { role = "member" }).Ok();
        }
    }

    [Fact]
    public async Task Direct_messages_that_are_opened_meanwhile_do_not_outlive_it()
    {
        var team = await app.Team();
        for (var round = 0; round < 10; round++)
        {
            var opened = Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? team.Ada : team.Bob).Post(Dms(team), With(n % 2 == 0 ? team.Bob : team.Ada))).ToList();
            await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);
            var answers = await Task.WhenAll(opened);
            Assert.All(answers, static a => Assert.Contains(a.Status, (int[])[200, 201, 404]));

            await team.Hire(team.Bob, "guest");
            foreach (var dm in answers.Where(static a => a.Status != 404))
                await team.Bob.Get($"channels/{dm.Id}").Refused(404, "channel.not-found");
            await team.Ada.Patch($"workspaces/{team.Workspace}/members/{team.Bob.Id}", new { role = "member" }).Ok();
        }
    }

    [Fact]
    public async Task Invites_that_are_accepted_meanwhile_do_not_outlive_it()
    {
        var team = await app.Team();
        var channels = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => team.Ada.CreateChannel(team.Workspace, kind: "private")));
        for (var round = 0; round < 10; round++)
        {
            var code = (await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { channelIds = channels }).Ok(201)).Body.Text("code");
            var accepted = team.Mallory.Post($"invites/{code}/accept");
            var member = $"workspaces/{team.Workspace}/members/{team.Mallory.Id}";
            await Eventually.True(async () => (await team.Mallory.Get($"workspaces/{team.Workspace}")).Status == 200, TimeSpan.FromSeconds(20), static () => "not in");
            await team.Ada.Delete(member).Ok(204);
            Assert.Contains((await accepted).Status, (int[])[200, 404]);

            foreach (var channel in channels) await team.Mallory.Get($"channels/{channel}").Refused(404, "channel.not-found");
        }
    }

    [Fact]
    public async Task Out_of_the_workspace_is_out_of_its_direct_messages()
    {
        var team = await app.Team();
        await using var bob = await HubClient.Connect(team.Bob);
        await using var ada = await HubClient.Connect(team.Ada);
        var dm = (await team.Ada.Post(Dms(team), With(team.Bob)).Ok(201)).Id;
        await team.Ada.Say(dm, "Psst");
        await bob.UntilHeard(dm, 1);

        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);
        await ada.UntilPosition((await team.Ada.Say(dm, "He does not hear this")).Position);
        await bob.Heartbeat();

        Assert.Single(bob.Messages(dm));
        Assert.Equal("channel.member-left", bob.In(dm)[^1].Type);
        foreach (var path in (string[])["", "/messages", "/messages/1", "/events", "/members"]) await team.Bob.Get($"channels/{dm}{path}").Refused(404, "channel.not-found");
        await team.Bob.Post($"channels/{dm}/messages", new { text = "Still?" }).Refused(404, "channel.not-found");
        Assert.DoesNotContain(dm, (await team.Bob.Get("me/boot").Ok()).Text + (await team.Bob.Get("me/unreads").Ok()).Text);

        await team.Hire(team.Bob, "member");
        await team.Bob.Get($"channels/{dm}").Refused(404, "channel.not-found");
        Assert.Equal(dm, (await team.Ada.Post(Dms(team), With(team.Bob)).Ok()).Id);
        await team.Bob.Say(dm, "Hello again");
    }

    [Fact]
    public async Task Removing_twice_is_removing_once_and_the_last_owner_stays()
    {
        var team = await app.Team();

        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);
        await team.Bob.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Refused(404, "workspace.not-found");
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Ada.Id}").Refused(409, "workspace.last-owner");
    }

    private static string Dms(Team team) => $"workspaces/{team.Workspace}/dms";

    private static object With(Person other) => new { userIds = new[] { other.Id } };
}
