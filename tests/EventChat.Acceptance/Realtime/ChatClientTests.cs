using EventChat.Acceptance.Support;
using EventChat.Client;

namespace EventChat.Acceptance.Realtime;

/// <summary>The client library against a real server.</summary>
public sealed class ChatClientTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_begins_at_a_snapshot_and_tells_what_follows(bool packed)
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Before");
        await using var bob = await Follower.Start(team.Bob, packed: packed);
        Assert.Equal(ChatState.Live, bob.Client.State);

        var sent = await bob.Client.Send(team.General, "Hello 👋");
        await team.Ada.Put($"channels/{team.General}/messages/{sent.Number}/reactions/👋").Ok(204);
        await bob.Until(f => f.In(team.General).Count == 2);

        Assert.Equal(["message.sent", "reaction.added"], bob.In(team.General).Select(static e => e.Type));
        Assert.Equal((sent.Position, "Hello 👋"), (bob.In(team.General)[0].Position, bob.In(team.General)[0].Data.Text("text")));
        Assert.Equal(bob.In(team.General)[^1].Version, bob.Client.Versions[team.General]);
    }

    [Fact]
    public async Task Channels_come_and_go()
    {
        var team = await app.Team();
        await using var bob = await Follower.Start(team.Bob);

        var secret = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Ada.Say(secret, "Before him");
        await team.Add(team.Bob, secret);
        await team.Ada.Say(secret, "With him");
        await bob.Until(f => f.In(secret).Count == 2);
        await team.Ada.Delete($"channels/{secret}/members/{team.Bob.Id}").Ok(204);
        await bob.Until(f => f.In(secret).Count == 3);

        Assert.Equal(["channel.member-joined", "message.sent", "channel.member-left"], bob.In(secret).Select(static e => e.Type));
        Assert.Contains(new ChannelOpened(secret, bob.In(secret)[0].Version - 1), bob.Told);
    }

    [Fact]
    public async Task A_refusal_is_told_at_once_and_a_repeat_is_no_double()
    {
        var team = await app.Team();
        await using var bob = await Follower.Start(team.Bob);

        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => bob.Client.Send(team.General, " "));
        Assert.Equal((422, "message.empty"), (refused.Status, refused.Code));
        Assert.Equal(await bob.Client.Send(team.General, "Once", key: "k"), await bob.Client.Send(team.General, "Once", key: "k"));
    }

    [Fact]
    public async Task What_was_missed_while_the_network_was_away_is_told_when_it_is_back()
    {
        var team = await app.Team();
        await using var network = new TcpProxy();
        network.SendTo(team.Bob.Http.BaseAddress!);
        await using var bob = await Follower.Start(team.Bob, network.Address);
        await team.Ada.Say(team.General, "While he is there");
        await bob.Until(f => f.In(team.General).Count == 1);

        network.SendTo();
        network.Cut(1);
        await bob.Until(static f => f.Client.State == ChatState.Connecting);
        for (var n = 0; n < 20; n++) await team.Ada.Say(team.General, $"{n}");
        var fresh = await team.Ada.CreateChannel(team.Workspace);
        await team.Add(team.Bob, fresh);
        var waiting = bob.Client.Send(team.General, "Sent into the void");
        network.SendTo(team.Bob.Http.BaseAddress!);
        await waiting;
        await bob.Until(f => f.In(team.General).Count == 22 && f.Client.State == ChatState.Live);

        Assert.Equal(Enumerable.Range(0, 20).Select(static n => $"{n}"), bob.In(team.General).Skip(1).Take(20).Select(static e => e.Data.Text("text")));
        Assert.Contains(bob.Told, told => told is ChannelOpened opened && opened.ChannelId == fresh);
        Assert.Equal([ChatState.Live, ChatState.Connecting, ChatState.Live], bob.Told.OfType<StateChanged>().Select(static s => s.State));
    }
}
