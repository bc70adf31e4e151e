using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Realtime;

/// <summary>Joins and removals are followed live, in the order of the log.</summary>
public sealed class MembershipTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Who_joins_hears_the_joining_first_and_then_everything()
    {
        var team = await app.Team();
        var channel = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Ada.Say(channel, "Before");
        await using var bob = await HubClient.Connect(team.Bob);

        await team.Add(team.Bob, channel);
        await team.Ada.Say(channel, "After");
        await bob.UntilHeard(channel, 1);

        Assert.Equal(["channel.member-joined", "message.sent"], bob.In(channel).Select(static p => p.Type));
        Assert.Equal(team.Bob.Id, bob.In(channel)[0].Data.Text("userId"));
    }

    [Fact]
    public async Task Who_makes_a_channel_is_in_it_at_once()
    {
        var team = await app.Team();
        await using var ada = await HubClient.Connect(team.Ada);

        var channel = await team.Ada.CreateChannel(team.Workspace);
        await team.Ada.Say(channel, "Hello");

        await ada.UntilHeard(channel, 1);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("gone by himself")]
    public async Task After_the_answer_to_a_removal_nothing_more_is_heard_however_busy_the_channel(string how)
    {
        var team = await app.Team();
        var channel = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await using var bob = await HubClient.Connect(team.Bob);
        using var stop = new CancellationTokenSource();
        var chatter = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => { while (!stop.IsCancellationRequested) await team.Ada.Say(channel, "…"); }));

        for (var round = 0; round < 8; round++)
        {
            var joined = await team.Add(team.Bob, channel);
            await bob.UntilPosition(joined.Position + 5);
            var left = how == "removed"
                ? await team.Ada.Delete($"channels/{channel}/members/{team.Bob.Id}").Ok(204)
                : await team.Bob.Post($"channels/{channel}/leave").Ok(204);
            var said = await team.Ada.Say(channel, "He does not hear this");
            await bob.UntilPosition((await team.Ada.Say(team.General, "But he hears this")).Position);

            var last = bob.In(channel)[^1];
            Assert.Equal(("channel.member-left", left.Position), (last.Type, last.Position));
            Assert.True(said.Position > left.Position);
            var heard = bob.In(channel).Where(p => p.Position >= joined.Position).Select(static p => p.Version).ToList();
            Assert.Equal(Enumerable.Range(0, heard.Count).Select(n => heard[0] + n), heard);
        }

        await stop.CancelAsync();
        await chatter;
    }

    [Fact]
    public async Task A_removal_reaches_all_connections_and_leaves_the_others_alone()
    {
        var team = await app.Team();
        var devices = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => HubClient.Connect(team.Bob)));
        await using var ada = await HubClient.Connect(team.Ada);

        var left = await team.Ada.Delete($"channels/{team.General}/members/{team.Bob.Id}").Ok(204);
        var said = await team.Ada.Say(team.General, "Without Bob");
        await ada.UntilPosition(said.Position);

        foreach (var device in devices)
        {
            await device.UntilPosition(left.Position);
            await device.Heartbeat();
            Assert.Equal([left.Position], device.In(team.General).Select(static p => p.Position));
            await device.DisposeAsync();
        }
    }

    [Fact]
    public async Task Once_the_first_heartbeat_is_answered_nothing_is_missed()
    {
        var team = await app.Team();
        for (var n = 1; n <= 25; n++)
        {
            await using var bob = await HubClient.Connect(team.Bob);
            var said = await team.Ada.Say(team.General, $"{n}");
            await bob.UntilPosition(said.Position);
            Assert.Equal([said.Position], bob.In(team.General).Select(static p => p.Position));
        }
    }

    [Fact]
    public async Task Who_connects_while_people_come_and_go_ends_up_with_what_is_so()
    {
        var team = await app.Team();
        var channel = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        for (var round = 0; round < 10; round++)
        {
            var changes = Task.Run(async () =>
            {
                for (var n = 0; n < 4; n++)
                {
                    await team.Add(team.Bob, channel);
                    if (n < 3 || round % 2 == 0) await team.Ada.Delete($"channels/{channel}/members/{team.Bob.Id}").Ok(204);
                }
            });
            await using var bob = await HubClient.Connect(team.Bob);
            await changes;
            var said = await team.Ada.Say(channel, "Who hears this?");
            await bob.UntilPosition((await team.Ada.Say(team.General, "All do")).Position);

            Assert.Equal(round % 2 == 0 ? [] : [said.Position], bob.Messages(channel).Select(static p => p.Position));
            await team.Ada.Delete($"channels/{channel}/members/{team.Bob.Id}").Ok(204);
        }
    }
}
