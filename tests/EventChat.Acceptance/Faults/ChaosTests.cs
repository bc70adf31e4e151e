using EventChat.Acceptance.Presence;
using EventChat.Acceptance.Support;
using EventChat.Client;
using Xunit.Abstractions;

namespace EventChat.Acceptance.Faults;

/// <summary>
/// Nodes die, their Redis is away for a while, connections are cut and late, and clients come back with whatever they have: in the end each has told the log, no more and no less, and people see each other as before.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Senders = 6, Clients = 8, Channels = 3, Rounds = 6;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4), Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Every_clients_list_is_the_log()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        await using var redis = await RedisProcess.Start();
        await using var network = new TcpProxy();
        await using var first = new Life(Node);
        await using var second = new Life(Node);
        Life[] nodes = [first, second];
        await Task.WhenAll(nodes.Select(static n => n.Begin()));
        network.SendTo([.. nodes.Select(static n => n.Address)]);
        var team = await Team.Gather(first.Server);
        await using var crowd = await Followers.Gather(team, network.Address, Clients, Channels);

        crowd.Talk(Senders);
        var havoc = Havoc.Wreak(nodes, network, Rounds, Round);
        await Task.Delay(Round * 2);
        await redis.Kill();
        var before = Told(crowd);
        await Task.Delay(Round * 2);
        var whileAway = Told(crowd) - before;
        Assert.False(havoc.IsCompleted);
        await redis.Begin();
        await havoc;

        var (acknowledged, told) = await crowd.Agree(team.Bob.At(first.Server));
        output.WriteLine($"{acknowledged} messages acknowledged, {told} events told to {Clients} clients; {Rounds} nodes killed, {network.Cuts} connections cut");
        Assert.True(acknowledged > 100);
        Assert.True(whileAway > 100, $"Only {whileAway} events were told while Redis was away.");
        await SeeEachOther(team.At(first.Server), team.At(second.Server));

        Task<ServerProcess> Node() => ServerProcess.Start(folder, database, "--Redis:ConnectionString", redis.ConnectionString);
    }

    private static int Told(Followers crowd) => crowd.All.Sum(static f => f.Told.Count(static t => t is EventHappened));

    /// <summary>Who is connected to one node is seen, and seen to type, by those at the other: that goes by Redis alone.</summary>
    private static async Task SeeEachOther(Team here, Team there)
    {
        await using var bob = await HubClient.Connect(here.Bob);
        await bob.Look(here.Ada.Id);
        await bob.UntilSaw(here.Ada, "offline");
        await using var ada = await HubClient.Connect(there.Ada);
        await bob.UntilSaw(here.Ada, "offline", "online");
        await ada.Look(here.Bob.Id);
        await ada.Until(eyes => eyes.Saw(here.Bob) is [.., "online"]);
        var begun = TimeProvider.System.GetTimestamp();
        while (bob.Called("TypingChanged").Count == 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, "Nobody was seen to type.");
            Assert.Null((await ada.Call("Typing", here.General)).Code);
            await Task.Delay(200);
        }
    }

    /// <summary>A node that dies and comes again.</summary>
    private sealed class Life(Func<Task<ServerProcess>> start) : IMortal, IAsyncDisposable
    {
        private ServerProcess? server;

        public ServerProcess Server => server!;
        public Uri Address => Server.Http.BaseAddress!;

        public Task Kill() => Server.Kill();

        public async Task Begin()
        {
            await DisposeAsync();
            server = await start();
        }

        public ValueTask DisposeAsync() => server?.DisposeAsync() ?? default;
    }
}
