using EventChat.Acceptance.Support;
using Xunit.Abstractions;

namespace EventChat.Acceptance.Faults;

/// <summary>Nodes die, connections are cut and late, and clients come back with whatever they have: in the end each has told the log, no more and no less.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Senders = 6, Clients = 8, Channels = 3, Rounds = 6;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Every_clients_list_is_the_log()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        await using var network = new TcpProxy();
        await using var first = new Life(Node);
        await using var second = new Life(Node);
        Life[] nodes = [first, second];
        await Task.WhenAll(nodes.Select(static n => n.Begin()));
        network.SendTo([.. nodes.Select(static n => n.Address)]);
        var team = await Team.Gather(first.Server);
        await using var crowd = await Followers.Gather(team, network.Address, Clients, Channels);

        crowd.Talk(Senders);
        await Havoc.Wreak(nodes, network, Rounds, Round);

        var (acknowledged, told) = await crowd.Agree(team.Bob.At(first.Server));
        output.WriteLine($"{acknowledged} messages acknowledged, {told} events told to {Clients} clients; {Rounds} nodes killed, {network.Cuts} connections cut");
        Assert.True(acknowledged > 100);

        Task<ServerProcess> Node() => ServerProcess.Start(folder, database);
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
