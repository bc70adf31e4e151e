using EventChat.Acceptance.Support;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Acceptance.Typing;

/// <summary>Who is writing, as the others in the channel see it.</summary>
public sealed class TypingTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_others_in_the_channel_are_told_and_nobody_else_and_nothing_is_recorded()
    {
        var team = await app.NewTeam();
        await team.Hire(team.Mallory, "member");
        await using var ada = await HubClient.Connect(team.Ada);
        await using var phone = await HubClient.Connect(team.Ada);
        await using var bob = await HubClient.Connect(team.Bob);
        await using var mallory = await HubClient.Connect(team.Mallory);
        var before = await app.Server.Get<IEventStore>().ReadHead(default);
        var begun = TimeProvider.System.GetUtcNow();

        Assert.Null((await ada.Call("Typing", team.General)).Code);
        await bob.Until(static client => client.Called("TypingChanged").Count > 0);
        Assert.Equal(before, await app.Server.Get<IEventStore>().ReadHead(default));

        var told = Assert.Single(bob.Called("TypingChanged"));
        Assert.Equal((team.General, team.Ada.Id, false), (told.Text("channelId"), told.Text("userId"), told.TryGetProperty("threadRoot", out _)));
        Assert.InRange(told.GetProperty("until").GetDateTimeOffset(), begun + TimeSpan.FromSeconds(4.9), TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(5));
        await Settle(team, ada, phone, bob);
        foreach (var client in (HubClient[])[ada, phone, mallory]) Assert.Empty(client.Called("TypingChanged"));
    }

    [Fact]
    public async Task It_is_told_once_in_three_seconds_of_a_person_and_a_channel()
    {
        var team = await app.NewTeam();
        var (other, begun) = (await team.Ada.CreateChannel(team.Workspace), TimeProvider.System.GetTimestamp());
        await team.Add(team.Bob, other);
        await using var ada = await HubClient.Connect(team.Ada);
        await using var bob = await HubClient.Connect(team.Bob);

        while (bob.Called("TypingChanged").Count(told => told.Text("channelId") == team.General) < 2)
        {
            Assert.Null((await ada.Call("Typing", team.General)).Code);
            Assert.Null((await ada.Call("Typing", other)).Code);
            await Task.Delay(20);
        }

        var times = bob.Called("TypingChanged").Select(told => (Channel: told.Text("channelId"), Until: told.GetProperty("until").GetDateTimeOffset())).ToLookup(static t => t.Channel, static t => t.Until);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(2.9), TimeSpan.FromMinutes(1));
        Assert.InRange(times[other].Count(), 1, 2);
        Assert.All(times, static channel => Assert.All(channel.Zip(channel.Skip(1)), static pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 2.95, 60)));
    }

    [Fact]
    public async Task In_a_thread_it_is_told_of_the_thread()
    {
        var team = await app.NewTeam();
        var root = (await team.Ada.Say(team.General, "Who comes?")).Body.GetProperty("number").GetInt32();
        await using var ada = await HubClient.Connect(team.Ada);
        await using var bob = await HubClient.Connect(team.Bob);

        Assert.Null((await bob.Call("TypingInThread", team.General, root)).Code);
        await ada.Until(static client => client.Called("TypingChanged").Count > 0);
        Assert.Equal(root, Assert.Single(ada.Called("TypingChanged")).GetProperty("threadRoot").GetInt32());
        Assert.Equal("message.root-not-found", (await bob.Call("TypingInThread", team.General, 999)).Code);
    }

    [Fact]
    public async Task Who_may_not_write_is_refused_as_a_message_would_be()
    {
        var team = await app.NewTeam();
        var secret = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        var open = await team.Ada.CreateChannel(team.Workspace);
        await using var bob = await HubClient.Connect(team.Bob);
        await using var mallory = await HubClient.Connect(team.Mallory);

        foreach (var (client, channel) in new[] { (mallory, team.General), (bob, secret), (bob, open), (bob, "C00000000000000000000000000"), (bob, "general") })
            Assert.Equal((await client.Call("SendMessage", channel, new { text = "Hello" })).Code, (await client.Call("Typing", channel)).Code);
        await team.Ada.Post($"channels/{team.General}/archive").Ok();
        Assert.Equal((await bob.Call("SendMessage", team.General, new { text = "Hello" })).Code, (await bob.Call("Typing", team.General)).Code);
        await team.Mallory.Post($"channels/{team.General}/typing", new { }).Refused(404, "channel.not-found");
    }

    [Fact]
    public async Task Over_REST_it_is_the_same()
    {
        var team = await app.NewTeam();
        await using var bob = await HubClient.Connect(team.Bob);

        await team.Ada.Post($"channels/{team.General}/typing", new { }).Ok(204);

        await bob.Until(static client => client.Called("TypingChanged").Count > 0);
    }

    [Fact]
    public async Task Who_was_removed_hears_nothing_more_of_it_on_any_node()
    {
        var here = await app.NewTeam();
        var there = here.At(await app.Another());
        await using var ada = await HubClient.Connect(there.Ada);
        await using var bob = await HubClient.Connect(there.Bob);

        for (var round = 0; round < 10; round++)
        {
            var channel = await here.Ada.CreateChannel(here.Workspace, kind: "private");
            await here.Add(here.Bob, channel);
            await here.Ada.Delete($"channels/{channel}/members/{here.Bob.Id}").Ok(204);
            Assert.Null((await ada.Call("Typing", channel)).Code);
        }

        await Settle(there, ada, bob);
        Assert.Empty(bob.Called("TypingChanged"));
    }

    [Fact]
    public async Task In_a_channel_of_more_than_a_thousand_nobody_is_told()
    {
        var team = await app.NewTeam();
        await using var ada = await HubClient.Connect(team.Ada);
        await using var bob = await HubClient.Connect(team.Bob);
        var (store, stream) = (app.Server.Get<IEventStore>(), StreamName.For(Id.Parse<ChannelId>(team.General)));
        var context = new EventContext(Id.Parse<UserId>(team.Ada.Id), null, Guid.CreateVersion7(), Guid.CreateVersion7());
        NewEvent Joined() => new(Guid.CreateVersion7(), new MemberJoined(UserId.New()), context, TimeProvider.System.GetUtcNow());
        var version = await store.ReadVersion(stream, default);
        await store.Append(stream, version, [.. Enumerable.Range(0, 998).Select(_ => Joined())], default);

        Assert.Null((await ada.Call("Typing", team.General)).Code);
        await bob.Until(static client => client.Called("TypingChanged").Count == 1);
        await store.Append(stream, version + 998, [Joined()], default);
        await Task.Delay(3_100);
        Assert.Null((await ada.Call("Typing", team.General)).Code);
        await Settle(team, ada, bob);
        Assert.Single(bob.Called("TypingChanged"));
    }

    /// <summary>What was told by now has arrived: a second typist is heard of, and a message after it.</summary>
    private static async Task Settle(Team team, params HubClient[] clients)
    {
        await Task.Delay(300);
        var position = (await team.Ada.Say(team.General, "Done")).Position;
        foreach (var client in clients) await client.UntilPosition(position);
    }
}
