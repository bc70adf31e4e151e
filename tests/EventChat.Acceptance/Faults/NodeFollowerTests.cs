using EventChat.Acceptance.Realtime;
using EventChat.Acceptance.Support;
using Xunit.Abstractions;

namespace EventChat.Acceptance.Faults;

/// <summary>
/// npm's @microsoft/signalr in either protocol and over either transport, with what docs/realtime.md asks of a client and nothing else: connections are cut, pushes are lost, messages are sent twice,
/// both nodes die, and each client has the log.
/// </summary>
public sealed class NodeFollowerTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Whatever_it_speaks_a_client_has_told_the_log_when_both_nodes_have_died()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        await using var first = new Place(Node);
        await using var second = new Place(Node);
        Place[] places = [first, second];
        foreach (var place in places) await place.Begin();
        var team = await Team.Gather(first.Server);
        string[] channels = [team.General, await team.Ada.CreateChannel(team.Workspace)];
        await team.Add(team.Bob, channels[1]);
        Uri[] addresses = [.. places.Select(static p => p.Network.Address)];
        NodeFollower[] clients =
        [
            NodeFollower.Start(team.Bob, "WebSockets", "json", addresses, channels),
            NodeFollower.Start(team.Bob, "LongPolling", "messagepack", addresses, channels),
            NodeFollower.Start(team.Bob, "WebSockets", "messagepack", addresses.Reverse(), channels),
            NodeFollower.Start(team.Bob, "LongPolling", "json", addresses.Reverse(), channels),
        ];
        try
        {
            foreach (var client in clients) await client.Until(static c => c.All("sent").Count > 10);
            foreach (var dying in places)
            {
                foreach (var place in places) place.Network.Cut(0.5);
                await Task.Delay(Round);
                await dying.Server.Kill();
                await Task.Delay(Round);
                await dying.Begin();
            }

            foreach (var client in clients) await client.Until(c => c.All("sent").Count > 50 && c.Lives.Distinct().Count() == 2);
            var lost = await Task.WhenAll(clients.Select(static c => c.Quiet()));
            Assert.All(lost, static n => Assert.True(n > 0));
            await Agree(clients, channels, team.Ada.At(second.Server));
            output.WriteLine($"{clients.Sum(static c => c.All("sent").Count)} messages acknowledged, {clients.Sum(static c => c.All("event").Count)} events told to 4 clients; {lost.Sum()} pushes lost, {places.Sum(static p => p.Network.Cuts)} connections cut");
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
        }

        Task<ServerProcess> Node() => ServerProcess.Start(folder, database);
    }

    /// <summary>What was acknowledged is there once and under one number, and each list is the log's from where it begins to its end.</summary>
    private static async Task Agree(NodeFollower[] clients, string[] channels, Person reader)
    {
        foreach (var channel in channels)
        {
            // A push that was lost shows by the next one.
            await reader.Say(channel, "The last word");
            var log = await reader.ReadEvents(channel);
            var sent = log.Where(static e => e.Type == "message.sent").ToDictionary(static e => e.Text, static e => e.Data.Long("number"));
            foreach (var client in clients)
            {
                await client.Until(c => c.In(channel) is [.., var last] && last.Version == log[^1].Version);
                var list = client.In(channel);
                Assert.Equal(client.All("opened").Single(line => line.Text("opened") == channel).Long("version") + 1, list[0].Version);
                Assert.Equal(log.Skip((int)list[0].Version - 1).Select(OrderTests.Line), list.Select(OrderTests.Line));
                Assert.All(client.All("sent").Where(line => line.Text("channel") == channel), line =>
                    Assert.Equal([sent[line.Text("sent")]], line.GetProperty("numbers").EnumerateArray().Select(static n => n.GetInt64()).Distinct()));
            }
        }

        Assert.All(clients, static c => Assert.Empty(c.All("reset").Concat(c.All("gone"))));
    }

    /// <summary>A node behind an address that stays when it dies and comes again.</summary>
    private sealed class Place(Func<Task<ServerProcess>> start) : IAsyncDisposable
    {
        private ServerProcess? server;

        public ServerProcess Server => server!;

        public TcpProxy Network { get; } = new();

        public async Task Begin()
        {
            if (server is not null) await server.DisposeAsync();
            server = await start();
            Network.SendTo(server.Http.BaseAddress!);
        }

        public async ValueTask DisposeAsync()
        {
            await Network.DisposeAsync();
            if (server is not null) await server.DisposeAsync();
        }
    }
}
