using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.Handling;

/// <summary>Two servers over one database, one of which never rests.</summary>
public sealed class BusyNodesTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private readonly ChannelId busy = ChannelId.New(), quiet = ChannelId.New();
    private ServerNode here = null!, there = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade");
        (here, there) = (await ServerNode.Start(database.Source), await ServerNode.Start(database.Source));
        foreach (var channel in (ChannelId[])[busy, quiet])
            await here.Commands.Handle(
                new CreateChannel(channel, WorkspaceId.New(), "general", ChannelKind.Public, "", ""), new(Ada, Role: Events.Workspaces.WorkspaceRole.Member));
    }

    public async Task DisposeAsync()
    {
        await here.DisposeAsync();
        await there.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_that_writes_little_gets_through_beside_one_that_never_rests(bool sameChannel)
    {
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 32).Select(sender => Task.Run(() => Chatter(sender, stop.Token))).ToList();
        List<double> times = [];
        for (var i = 0; i < 40; i++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            var result = await there.Commands.Handle(new SendMessage(sameChannel ? busy : quiet, $"{i}"), new(Ada)).WaitAsync(TimeSpan.FromSeconds(30));
            times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            Assert.Null(result.Refusal);
        }

        await stop.CancelAsync();
        var sent = (await Task.WhenAll(senders)).Sum();

        Assert.True(times.Max() < 2_000 && times.Order().ElementAt(20) < 200, $"At most {times.Max():F0} ms, beside {sent} messages of the other node");
        Assert.Null((await Verification.Verify(here.Log, null, CancellationToken.None)).Broken);
    }

    private async Task<int> Chatter(int sender, CancellationToken ct)
    {
        var sent = 0;
        while (!ct.IsCancellationRequested)
        {
            Assert.Null((await here.Commands.Handle(new SendMessage(busy, $"{sender}:{sent}"), new(Ada), CancellationToken.None)).Refusal);
            sent++;
        }

        return sent;
    }
}
