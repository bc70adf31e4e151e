using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Channels;

/// <summary>Of a private channel nobody outside it learns anything, not even that it exists; that holds for admins too.</summary>
public sealed class PrivateChannelTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("owner")]
    [InlineData("member")]
    [InlineData("stranger")]
    public async Task Every_door_says_that_there_is_no_such_channel(string who)
    {
        var team = await app.Team();
        var channel = await team.Bob.CreateChannel(team.Workspace, "secret", "private");
        await team.Bob.Say(channel, "The combination is 4711");
        var outsider = who switch { "owner" => team.Ada, "member" => await team.Hire(await app.Person("Charles"), "member"), _ => team.Mallory };

        Answer[] answers =
        [
            await outsider.Get($"channels/{channel}"),
            await outsider.Get($"channels/{channel}/messages"),
            await outsider.Get($"channels/{channel}/messages/1"),
            await outsider.Get($"channels/{channel}/messages/1/thread"),
            await outsider.Get($"channels/{channel}/events"),
            await outsider.Get($"channels/{channel}/members"),
            await outsider.Post($"channels/{channel}/messages", new { text = "Hello" }),
            await outsider.Post($"channels/{channel}/messages", new { text = "" }),
            await outsider.Patch($"channels/{channel}/messages/1", new { text = "Hello" }),
            await outsider.Delete($"channels/{channel}/messages/1"),
            await outsider.Put($"channels/{channel}/messages/1/reactions/👋"),
            await outsider.Delete($"channels/{channel}/messages/1/reactions/👋"),
            await outsider.Put($"channels/{channel}/read", new { number = 1 }),
            await outsider.Patch($"channels/{channel}", new { name = "found" }),
            await outsider.Patch($"channels/{channel}", new { name = "General" }),
            await outsider.Patch($"channels/{channel}", new { topic = "found" }),
            await outsider.Post($"channels/{channel}/archive"),
            await outsider.Post($"channels/{channel}/unarchive"),
            await outsider.Post($"channels/{channel}/join"),
            await outsider.Post($"channels/{channel}/leave"),
            await outsider.Put($"channels/{channel}/members/{outsider.Id}"),
            await outsider.Delete($"channels/{channel}/members/{team.Bob.Id}"),
        ];

        Assert.All(answers, static answer => answer.Refused(404, "channel.not-found"));
        await team.Bob.CreateChannel(team.Workspace, "found");
    }

    [Fact]
    public async Task It_is_listed_for_its_members_alone()
    {
        var team = await app.Team();
        var made = await team.Bob.Post($"workspaces/{team.Workspace}/channels", new { name = "secret", kind = "private" }).Ok(201);
        var path = $"workspaces/{team.Workspace}/channels";

        Assert.Contains((await team.Bob.Get(path, made.Position).Ok()).Items, c => c.Text("id") == made.Id);
        Assert.DoesNotContain((await team.Ada.Get(path, made.Position).Ok()).Items, c => c.Text("id") == made.Id);
        Assert.DoesNotContain((await team.Ada.Get("me/boot", made.Position).Ok()).Body.GetProperty("channels").EnumerateArray(), c => c.Text("id") == made.Id);
        Assert.DoesNotContain((await team.Ada.Get("me/unreads", made.Position).Ok()).Items, c => c.Text("channelId") == made.Id);
    }

    [Theory]
    [InlineData("public")]
    [InlineData("private")]
    public async Task Its_name_tells_nobody_of_it(string kind)
    {
        var team = await app.Team();
        var secret = await team.Bob.CreateChannel(team.Workspace, "secret", "private");

        var other = await team.Ada.CreateChannel(team.Workspace, "Secret", kind);
        var third = await team.Ada.CreateChannel(team.Workspace, "third", kind);
        await team.Ada.Patch($"channels/{other}", new { name = "other" }).Ok();
        await team.Ada.Patch($"channels/{third}", new { name = "secret" }).Ok();

        await team.Bob.Put($"channels/{secret}/members/{team.Ada.Id}").Ok();
        await team.Ada.Patch($"channels/{secret}", new { name = "General" }).Ok();
        await team.Ada.Patch($"channels/{secret}", new { name = "hidden" }).Ok();
        await team.Bob.Post($"workspaces/{team.Workspace}/channels", new { name = "general" }).Refused(409, "channel.name-taken");
    }

    [Fact]
    public async Task Its_members_add_others_of_the_workspace_and_its_guests_do_not()
    {
        var team = await app.Team();
        var channel = await team.Bob.CreateChannel(team.Workspace, "club", "private");
        var guest = await team.Hire(await app.Person("Charles"), "guest");

        await team.Bob.Put($"channels/{channel}/members/{team.Mallory.Id}").Refused(404, "user.not-found");
        await team.Bob.Put($"channels/{channel}/members/{guest.Id}").Ok();
        await guest.Put($"channels/{channel}/members/{team.Ada.Id}").Refused(403, "role.guest");
        await team.Ada.Put($"channels/{channel}/members/{team.Ada.Id}").Refused(404, "channel.not-found");
        await team.Bob.Put($"channels/{channel}/members/{team.Ada.Id}").Ok();
        await team.Ada.Say(channel, "Here I am");
    }

    [Fact]
    public async Task Who_is_added_reads_all_of_it_and_who_is_removed_reads_nothing_more()
    {
        var team = await app.Team();
        var channel = await team.Ada.CreateChannel(team.Workspace, "board", "private");
        var said = await team.Ada.Say(channel, "Before Bob");
        await team.Bob.Get($"channels/{channel}/messages").Refused(404, "channel.not-found");

        await team.Add(team.Bob, channel);
        Assert.Equal("Before Bob", (await team.Bob.ReadBack(channel, atLeast: said.Position)).Single().Text("text"));
        await team.Bob.Say(channel, "Hello");

        var removal = await team.Ada.Delete($"channels/{channel}/members/{team.Bob.Id}").Ok(204);
        await team.Ada.Say(channel, "After Bob");

        foreach (var path in (string[])["", "/messages", "/messages/1", "/messages/1/thread", "/events", "/members"])
            await team.Bob.Get($"channels/{channel}{path}").Refused(404, "channel.not-found");
        await team.Bob.Post($"channels/{channel}/messages", new { text = "Still here?" }).Refused(404, "channel.not-found");
        await team.Bob.Patch($"channels/{channel}/messages/2", new { text = "Mine" }).Refused(404, "channel.not-found");
        await team.Bob.Delete($"channels/{channel}/messages/2").Refused(404, "channel.not-found");
        Assert.DoesNotContain((await team.Bob.Get("me/unreads", removal.Position).Ok()).Items, c => c.Text("channelId") == channel);
    }

    [Fact]
    public async Task The_answer_to_a_removal_is_the_end_of_reading_however_busy_the_channel()
    {
        var team = await app.Team();
        var channel = await team.Ada.CreateChannel(team.Workspace, "busy", "private");
        await team.Add(team.Bob, channel);
        using var stop = new CancellationTokenSource();
        var chatter = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => { while (!stop.IsCancellationRequested) await team.Ada.Say(channel, "…"); }));

        for (var round = 0; round < 10; round++)
        {
            await team.Ada.Delete($"channels/{channel}/members/{team.Bob.Id}").Ok(204);
            await team.Bob.Get($"channels/{channel}/messages").Refused(404, "channel.not-found");
            await team.Bob.Get($"channels/{channel}/events").Refused(404, "channel.not-found");
            await team.Add(team.Bob, channel);
            await team.Bob.Get($"channels/{channel}/messages").Ok();
        }

        await stop.CancelAsync();
        await chatter;
    }
}
