using EventChat.Commands.Inbox;
using EventChat.Commands.Messages;
using EventChat.Contracts.Support;
using EventChat.Events.Store;

namespace EventChat.Contracts.Projections;

/// <summary>Who has written may read what was written, on any server.</summary>
public sealed class ProgressTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private static readonly string[] Timeline = ["timeline"];
    private ServerNode leading = null!, other = null!;
    private RandomLife life = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade; drop schema if exists readmodels cascade");
        (leading, other) = (await ServerNode.Start(database.Source), await ServerNode.Start(database.Source));
        life = new(leading, 31);
        await life.Begin();
    }

    public async Task DisposeAsync()
    {
        await leading.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_reached_while_nobody_projects()
    {
        var begun = TimeProvider.System.GetTimestamp();

        Assert.False(await Reached(leading, await Head()));

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 1.9, 4);
    }

    [Fact]
    public async Task Waiting_ends_as_soon_as_it_is_reached()
    {
        await leading.Project();
        await leading.CaughtUp();
        for (var i = 0; i < 20; i++)
        {
            var position = await Send($"{i}");
            Assert.True(await Reached(leading, position));
            Assert.True(await Reached(other, position));
        }
    }

    [Fact]
    public async Task A_position_that_is_not_there_yet_is_waited_for()
    {
        await leading.Project();
        await leading.CaughtUp();
        var waiting = Reached(leading, new((await Head()).Value + 1));
        await Task.Delay(300);
        Assert.False(waiting.IsCompleted);

        await Send("Hello");

        Assert.True(await waiting);
    }

    [Fact]
    public async Task A_position_that_concerns_nothing_here_is_reached_on_both_servers()
    {
        await leading.Project();
        await leading.CaughtUp();
        for (var i = 0; i < 5; i++)
        {
            await Send("Hello");
            var position = (await leading.Commands.Handle(new MarkRead(life.Channels[1], life.People[1], i + 1, new(25, 0, 1, 1, 0)), new(life.People[1]))).Last!.Position;

            Assert.True(await Reached(leading, position));
            Assert.True(await Reached(other, position));
        }
    }

    [Fact]
    public async Task A_name_that_no_projection_has_is_never_reached()
    {
        await leading.Project();
        await leading.CaughtUp();

        Assert.False(await leading.Progress.Reached(await Head(), ["timelines"], CancellationToken.None));
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_let_go()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await leading.Progress.Reached(await Head(), Timeline, patience.Token));
    }

    private Task<Position> Head() => leading.Log.ReadHead(CancellationToken.None);

    private static Task<bool> Reached(ServerNode node, Position position) => node.Progress.Reached(position, Timeline, CancellationToken.None);

    private async Task<Position> Send(string text) =>
        (await leading.Commands.Handle(new SendMessage(life.Channels[1], text), new(life.People[1]))).Last!.Position;
}
