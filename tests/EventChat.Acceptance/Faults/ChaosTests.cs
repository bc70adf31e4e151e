using EventChat.Acceptance.Support;
using Xunit.Abstractions;

namespace EventChat.Acceptance.Faults;

/// <summary>Nodes die, connections are cut and late, and clients come back with whatever they have: in the end each has told the log, no more and no less.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Senders = 6, Followers = 8, Channels = 3, Rounds = 6;
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
        network.SendTo([.. nodes.Select(static n => n.Server.Http.BaseAddress!)]);
        var team = await Team.Gather(first.Server);
        await using var crowd = await Crowd.Gather(team, network.Address, Followers, Channels);
        network.Delay = TimeSpan.FromMilliseconds(10);

        crowd.Talk(Senders);
        var random = new Random(11);
        for (var round = 0; round < Rounds; round++)
        {
            await Task.Delay(Round / 2);
            network.Cut(0.5);
            await Task.Delay(Round / 2);
            var dying = random.Next(nodes.Length);
            await nodes[dying].Server.Kill();
            network.SendTo([nodes[1 - dying].Server.Http.BaseAddress!]);
            network.Cut(1);
            await nodes[dying].Begin();
            network.SendTo([.. nodes.Select(static n => n.Server.Http.BaseAddress!)]);
        }

        var (acknowledged, told) = await crowd.Agree(team.Bob.At(first.Server));
        output.WriteLine($"{acknowledged} messages acknowledged, {told} events told to {Followers} clients; {Rounds} nodes killed, {network.Cuts} connections cut");
        Assert.True(acknowledged > 100);

        Task<ServerProcess> Node() => ServerProcess.Start(folder, database);
    }

    /// <summary>A node that dies and comes again.</summary>
    private sealed class Life(Func<Task<ServerProcess>> start) : IAsyncDisposable
    {
        private ServerProcess? server;

        public ServerProcess Server => server!;

        public async Task Begin()
        {
            await DisposeAsync();
            server = await start();
        }

        public ValueTask DisposeAsync() => server?.DisposeAsync() ?? default;
    }
}
