using EventChat.Adapters.EventStore;
using EventChat.Contracts.Support;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.EventStores;

public sealed class PostgresEventStoreTests(PostgresDatabase database) : EventStoreContract, IClassFixture<PostgresDatabase>
{
    private PostgresEventStore? store;

    internal override async Task<IEventStore> Open()
    {
        await database.Run("drop table if exists events, log_head cascade");
        return store = await Logs.Open(database.Source, new() { TailEvents = 16 });
    }

    public override async Task DisposeAsync()
    {
        if (store is not null) await store.DisposeAsync();
    }

    [Fact]
    public async Task What_was_appended_is_there_after_a_restart()
    {
        var (stream, events) = (NewStream(), Said("one", "two"));
        var first = await Store.Append(stream, 0, events);
        await store!.DisposeAsync();

        await using var again = await Logs.Open(database.Source);

        Assert.Equal(first.Select(Printed), (await again.Read(stream)).Select(Printed));
        Assert.Equal(first.Select(Printed), (await again.Append(stream, 0, events)).Select(Printed));
        Assert.Equal(3, (await again.Append(stream, 2, Said("three")))[0].Version);
        Assert.Null((await again.Verify()).Broken);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_records_what_it_took()
    {
        await using var small = await Logs.Open(database.Source, new() { MaxQueued = 10, MaxGroup = 1 });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            try { return (await small.Append(NewStream(), 0, Said($"{i}"))).Single(); }
            catch (LogOverloadedException) { return null; }
        }));

        Assert.Contains(outcomes, static o => o is null);
        Assert.Equal(
            outcomes.OfType<RecordedEvent>().Select(static e => e.Position).Order(), (await small.ReadAll()).Select(static e => e.Position));
    }

    [Fact]
    public async Task A_log_that_was_stopped_says_so()
    {
        await store!.DisposeAsync();

        await Assert.ThrowsAsync<LogUnavailableException>(() => Store.Append(NewStream(), 0, Said("Hello")));
    }

    [Fact]
    public async Task The_first_event_of_a_long_stream_is_read_as_fast_as_that_of_a_short_one()
    {
        var stream = NewStream();
        for (var version = 0; version < 60_000; version += 6_000)
            await Store.Append(stream, version, [.. Enumerable.Range(version, 6_000).Select(static i => Said(new string('x', 500)))]);
        List<double> times = [];
        for (var i = 0; i < 20; i++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            await foreach (var _ in Store.ReadStream(stream, 0, CancellationToken.None)) break;
            times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
        }

        Assert.InRange(times.Min(), 0, 10);
    }

    [Fact]
    public async Task Many_nodes_may_start_at_once_on_an_empty_database()
    {
        await store!.DisposeAsync();
        await database.Run("drop table events, log_head, snapshots cascade");

        var nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Logs.Open(database.Source))));
        await Task.WhenAll(nodes.Select(static (node, i) => node.Append(NewStream(), 0, Said($"{i}"))));

        Assert.Equal(8, (await nodes[0].ReadAll()).Count);
        Assert.Equal(["8"], await database.Rows("select position from log_head"));
        foreach (var node in nodes) await node.DisposeAsync();
    }
}
