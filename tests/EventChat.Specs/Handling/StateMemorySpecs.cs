using EventChat.Adapters.Snapshots;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Handling;

/// <summary>States in memory and snapshots are only ever a matter of speed.</summary>
public class StateMemorySpecs
{
    [Fact]
    public async Task With_no_memory_at_all_every_answer_is_right()
    {
        var log = Node.NewLog();
        using var node = new Node(log, new CommandOptions { StateMegabytes = 0, SnapshotEvery = 7 });
        var channels = Enumerable.Range(0, 20).Select(static _ => ChannelId.New()).ToList();
        foreach (var channel in channels) await node.Do(new CreateChannel(channel, Home, "c", ChannelKind.Public, "", ""), Ada);

        var until = TimeProvider.System.GetTimestamp();
        var sent = await Task.WhenAll(channels.Select(channel => Task.Run(async () =>
        {
            var count = 0;
            for (; !IsEnough(TimeProvider.System.GetElapsedTime(until)); await Task.Delay(1))
                Assert.Equal(++count, ((MessageSent)(await node.Do(new SendMessage(channel, $"{count}"), Ada)).Last!.Event).Number);
            return count;
        })));

        Assert.True(HasForgotten());
        foreach (var (channel, count) in channels.Zip(sent))
            Assert.Equal(Enumerable.Range(1, count).Select(static n => $"{n}"), (await log.Messages(channel)).Select(static m => m.Text));

        bool HasForgotten() => node.Meters["eventchat.state.evicted"] > 0 && node.Meters["eventchat.state.snapshots"] > 0;

        // A busy machine looks less often for what to forget.
        bool IsEnough(TimeSpan elapsed) => elapsed > TimeSpan.FromSeconds(1.3) && (HasForgotten() || elapsed > TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_new_node_goes_on_from_the_snapshot()
    {
        var (log, snapshots) = (Node.NewLog(), new InMemorySnapshotStore());
        using (var first = await new Node(log, snapshots: snapshots).WithGeneral())
        {
            for (var i = 0; i < 150; i++) await first.Say($"{i}", Ada, key: $"k{i}");
            await first.Commands.StopAsync(CancellationToken.None);
        }

        using var second = new Node(new StreamReads(log, from: 153), snapshots: snapshots);

        Assert.Equal(new MessageSent(151, "Hello"), (await second.Say("Hello", Bob)).Last!.Event);
        Assert.Equal(4 + 77, (await second.Say("77", Ada, key: "k77")).Version);
    }

    [Fact]
    public async Task A_snapshot_is_written_every_so_often()
    {
        var snapshots = new InMemorySnapshotStore();
        using var node = await new Node(Node.NewLog(), new CommandOptions { SnapshotEvery = 50 }, snapshots).WithGeneral();

        for (var i = 0; i < 120; i++) await node.Say($"{i}", Ada);

        Assert.Equal(2, node.Meters["eventchat.state.snapshots"]);
        Assert.Equal(100, (await snapshots.Read(StreamName.For(General), Channel.SnapshotFormat, CancellationToken.None))!.Version);
    }

    [Fact]
    public async Task Snapshots_that_cannot_be_written_or_read_cost_time_and_nothing_else()
    {
        var log = Node.NewLog();
        var broken = new BrokenSnapshots();
        using var first = await new Node(log, new CommandOptions { SnapshotEvery = 5 }, broken).WithGeneral();
        for (var i = 0; i < 150; i++) Assert.Null((await first.Say($"{i}", Ada)).Refusal);
        await first.Commands.StopAsync(CancellationToken.None);

        using var second = new Node(log, snapshots: broken);

        Assert.Equal(151, ((MessageSent)(await second.Say("Hello", Ada)).Last!.Event).Number);
        Assert.True(broken.Writes > 10);
    }

    [Fact]
    public async Task A_handler_that_was_stopped_still_answers_those_who_come_late()
    {
        using var node = await new Node(Node.NewLog()).WithGeneral();
        await node.Commands.StopAsync(CancellationToken.None);

        var late = Task.Run(() => node.Say("Hello", Ada));

        Assert.Null((await late.WaitAsync(TimeSpan.FromSeconds(10))).Refusal);
    }

    private sealed class BrokenSnapshots : ISnapshotStore
    {
        public int Writes { get; private set; }

        public Task<Snapshot?> Read(StreamName stream, int format, CancellationToken ct) => Task.FromResult<Snapshot?>(new(100, new byte[13]));

        public Task Write(StreamName stream, int format, Snapshot snapshot, CancellationToken ct)
        {
            Writes++;
            return Task.FromException(new IOException("The disk is full."));
        }
    }

    /// <summary>The first read, which loads the state, must begin behind the snapshot.</summary>
    private sealed class StreamReads(IEventStore inner, long from) : IEventStore
    {
        private int reads;

        public bool PositionsAreDense => inner.PositionsAreDense;
        public string Epoch => inner.Epoch;

        public Task<IReadOnlyList<RecordedEvent>> Append(StreamName stream, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken ct) =>
            inner.Append(stream, expectedVersion, events, ct);

        public Task<long> ReadVersion(StreamName stream, CancellationToken ct) => inner.ReadVersion(stream, ct);

        public IAsyncEnumerable<RecordedEvent> ReadStream(StreamName stream, long afterVersion, CancellationToken ct)
        {
            if (reads++ == 0) Assert.Equal(from, afterVersion);
            return inner.ReadStream(stream, afterVersion, ct);
        }

        public IAsyncEnumerable<RecordedEvent> ReadStreamBackwards(StreamName stream, long beforeVersion, CancellationToken ct) =>
            inner.ReadStreamBackwards(stream, beforeVersion, ct);

        public IAsyncEnumerable<RecordedEvent> ReadAll(Position after, CancellationToken ct) => inner.ReadAll(after, ct);
        public Task<Position> ReadHead(CancellationToken ct) => inner.ReadHead(ct);
        public IAsyncEnumerable<EventPage> Subscribe(Position after, StreamFilter filter, CancellationToken ct) => inner.Subscribe(after, filter, ct);
    }
}
