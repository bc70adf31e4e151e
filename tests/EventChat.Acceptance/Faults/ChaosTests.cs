using EventChat.Acceptance.Support;
using EventChat.Client;
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
        var team = await Team.Gather(await Person.Register(first.Server, "Ada"), await Person.Register(first.Server, "Bob"), await Person.Register(first.Server, "Mallory"));
        string[] channels = [team.General, .. await Task.WhenAll(Enumerable.Range(1, Channels - 1).Select(_ => team.Ada.CreateChannel(team.Workspace)))];
        foreach (var channel in channels[1..]) await team.Add(team.Bob, channel);
        var followers = await Task.WhenAll(Enumerable.Range(0, Followers).Select(n => Follower.Start(team.Bob, network.Address, packed: n % 2 == 0)));
        network.Delay = TimeSpan.FromMilliseconds(10);

        using var over = new CancellationTokenSource();
        var sending = Enumerable.Range(0, Senders).Select(n => Talk(followers[n % Followers].Client, n, channels, over.Token)).ToList();
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

        await over.CancelAsync();
        var acknowledged = (await Task.WhenAll(sending)).SelectMany(static s => s).ToList();
        var reader = team.Bob.At(first.Server);
        var told = 0;
        foreach (var channel in channels)
        {
            var log = await reader.ReadEvents(channel);
            var sent = log.Where(static e => e.Type == "message.sent").Select(static e => e.Text).ToList();
            Assert.Equal(sent.Count, sent.Distinct().Count());
            Assert.Superset(acknowledged.Where(a => a.Channel == channel).Select(static a => a.Text).ToHashSet(), sent.ToHashSet());
            foreach (var follower in followers)
            {
                await follower.Until(f => f.Client.Versions[channel] == log[^1].Version, TimeSpan.FromSeconds(60));
                var list = follower.In(channel);
                Assert.Equal(log.Skip((int)list[0].Version - 1).Select(static e => (e.Version, e.Type, e.Text)), list.Select(static e => (e.Version, e.Type, e.Data.Text("text"))));
                told += list.Count;
            }
        }

        output.WriteLine($"{acknowledged.Count} messages acknowledged, {told} events told to {Followers} clients; {Rounds} nodes killed, {network.Cuts} connections cut");
        Assert.True(acknowledged.Count > 100);
        Assert.DoesNotContain(followers.SelectMany(static f => f.Told), static t => t is ChannelReset or ChannelClosed);
        foreach (var follower in followers) await follower.DisposeAsync();

        Task<ServerProcess> Node() => ServerProcess.Start(folder.Path, "--ConnectionStrings:Postgres", database.ConnectionString);
    }

    /// <returns>What was acknowledged.</returns>
    private static async Task<List<(string Channel, string Text)>> Talk(ChatClient client, int sender, string[] channels, CancellationToken over)
    {
        List<(string, string)> acknowledged = [];
        for (var n = 0; !over.IsCancellationRequested; n++)
        {
            var (channel, text) = (channels[n % channels.Length], $"{sender}: {n}");
            await client.Send(channel, text, ct: CancellationToken.None);
            acknowledged.Add((channel, text));
        }

        return acknowledged;
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
