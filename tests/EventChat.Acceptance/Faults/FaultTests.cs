using EventChat.Acceptance.Realtime;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Faults;

/// <summary>
/// The server or its PostgreSQL is killed while people talk. Nothing acknowledged is lost, nothing is there twice, all readers see one order, every
/// chain holds, and a repeat still gets the first answer.
/// </summary>
public sealed class FaultTests : IDisposable
{
    private readonly DataFolder folder = new();

    [Fact]
    public async Task A_killed_server_comes_back_with_everything_it_acknowledged()
    {
        var server = await ServerProcess.Start(folder.Path);
        var (team, channels) = await Gather(server);
        await using var talk = new Talk(team, channels, () => server);
        talk.Begin();

        for (var kill = 0; kill < 2; kill++)
        {
            await talk.Reach(300);
            await server.Kill();
            if (kill == 1) folder.KillPostgres();
            server = await ServerProcess.Start(folder.Path);
        }

        await using var hub = await HubClient.Connect(team.Bob.At(server));
        await talk.Reach(300);
        await talk.End();
        await Check(talk, team, channels, server, hub);
    }

    [Fact]
    public async Task A_killed_PostgreSQL_comes_back_under_a_server_that_goes_on()
    {
        var server = await ServerProcess.Start(folder.Path);
        var (team, channels) = await Gather(server);
        await using var hub = await HubClient.Connect(team.Bob);
        await using var talk = new Talk(team, channels, () => server);
        talk.Begin();

        for (var kill = 0; kill < 2; kill++)
        {
            await talk.Reach(300);
            var killed = folder.PostmasterId;
            System.Diagnostics.Process.GetProcessById(killed).Kill();
            await talk.Reach(100);
            Assert.True(server.IsRunning, server.Errors);
            Assert.NotEqual(killed, folder.PostmasterId);
        }

        await talk.Reach(300);
        await talk.End();
        Assert.True(hub.IsConnected);
        await Check(talk, team, channels, server, hub);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<(Team Team, List<string> Channels)> Gather(IServer server)
    {
        var team = await Team.Gather(server);
        List<string> channels = [team.General, await team.Ada.CreateChannel(team.Workspace, kind: "private")];
        await team.Add(team.Bob, channels[1]);
        return (team, channels);
    }

    private async Task Check(Talk talk, Team before, List<string> channels, ServerProcess server, HubClient hub)
    {
        Assert.Empty(talk.Surprises);
        var team = before.At(server);
        var last = talk.Acknowledged.Values.Max(static a => a.Position);
        await hub.UntilPosition(last);
        foreach (var channel in channels)
        {
            var events = await team.Ada.ReadEvents(channel);
            Assert.Equal(Enumerable.Range(1, events.Count).Select(static v => (long)v), events.Select(static e => e.Version));
            var sent = events.Where(static e => e.Type == "message.sent").ToList();
            Assert.Equal(Enumerable.Range(1, sent.Count).Select(static n => (long)n), sent.Select(static e => e.Data.Long("number")));

            var keys = sent.Select(static e => e.Data.Text("clientMessageId")).ToList();
            Assert.Equal(keys.Distinct(), keys);
            var acknowledged = talk.Acknowledged.Where(a => a.Value.Body.Text("channelId") == channel).ToDictionary();
            Assert.Subset(keys.ToHashSet(), acknowledged.Keys.ToHashSet());
            Assert.All(sent.Where(e => acknowledged.ContainsKey(e.Data.Text("clientMessageId"))), e =>
                Assert.Equal((e.Version, e.Position), (acknowledged[e.Data.Text("clientMessageId")].Body.Long("version"), acknowledged[e.Data.Text("clientMessageId")].Position)));

            var texts = sent.Select(static e => e.Text).ToList();
            Assert.Equal(texts, (await team.Bob.ReadBack(channel, atLeast: last)).Select(static m => m.Text("text")));
            Assert.All(talk.Seen.Where(seen => seen.Key.Channel == channel), seen => Assert.Equal(texts[(int)seen.Key.Number - 1], seen.Value));
            var heard = hub.In(channel);
            Assert.Equal(events.Where(e => e.Version >= heard[0].Version).Select(OrderTests.Line), heard.Select(OrderTests.Line));
        }

        foreach (var (key, first) in talk.Acknowledged.Take(200))
        {
            var sender = key[0] % 2 == 0 ? team.Ada : team.Bob;
            var repeat = await Talk.Repeat(sender, first.Body.Text("channelId"), key).Ok(201);
            Assert.Equal((first.Text, first.Position), (repeat.Text, repeat.Position));
        }

        Assert.Equal(0, await server.Stop());
        var (code, output, errors) = await ServerProcess.Run("verify", "--Data", folder.Path);
        Assert.True(code == 0, $"{output}\n{errors}");
        Assert.Contains("every chain intact", output, StringComparison.Ordinal);
    }
}
