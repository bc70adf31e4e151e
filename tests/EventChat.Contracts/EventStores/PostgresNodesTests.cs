using EventChat.Adapters.EventStore;
using EventChat.Contracts.Support;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.EventStores;

/// <summary>Two servers over one database.</summary>
public sealed class PostgresNodesTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private PostgresEventStore here = null!, there = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade");
        (here, there) = (await Open(database.Source), await Open(database.Source));
    }

    public async Task DisposeAsync()
    {
        await here.DisposeAsync();
        await there.DisposeAsync();
    }

    [Fact]
    public async Task Writing_to_different_streams_at_once_keeps_one_order_for_every_reader()
    {
        const int writers = 16, each = 60;
        var seen = new int[4];
        var following = Enumerable.Range(0, 4).Select(i => Task.Run(() =>
            (i % 2 == 0 ? here : there).Follow(Position.Start, StreamFilter.All, page => (seen[i] += page.Events.Count) >= writers * each))).ToList();

        var acknowledged = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var (stream, node) = (NewStream(), writer % 2 == 0 ? here : there);
            List<RecordedEvent> own = [];
            for (var i = 0; i < each; i++) own.AddRange(await node.Append(stream, i, Said($"{writer}:{i}")));
            return own;
        })));

        var all = await AssertWhole(acknowledged.SelectMany(static a => a));
        foreach (var pages in await Task.WhenAll(following)) Assert.Equal(all, pages.SelectMany(static p => p.Events).Select(Printed));
    }

    [Fact]
    public async Task Servers_over_one_database_name_one_history_and_any_other_database_has_another()
    {
        var other = new PostgresDatabase();
        await other.InitializeAsync();
        await using (var elsewhere = await Open(other.Source))
        {
            Assert.Equal(here.Epoch, there.Epoch);
            Assert.NotEqual(here.Epoch, elsewhere.Epoch);
        }

        await other.DisposeAsync();
    }

    [Fact]
    public async Task Writing_to_the_same_streams_at_once_loses_and_doubles_nothing()
    {
        var streams = Enumerable.Range(0, 3).Select(static _ => NewStream()).ToList();

        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => Task.Run(async () =>
        {
            List<RecordedEvent> own = [];
            for (var i = 0; i < 25; i++) own.Add(await (writer % 2 == 0 ? here : there).AppendAtEnd(streams[writer % 3], Said($"{writer}:{i}")));
            return own;
        }))).WaitAsync(TimeSpan.FromSeconds(60));

        await AssertWhole(acknowledged.SelectMany(static a => a));
    }

    [Fact]
    public async Task What_the_other_node_wrote_is_built_upon()
    {
        var stream = NewStream();
        await here.Append(stream, 0, Said("here"));
        await there.Append(stream, 1, Said("there"));
        await here.Follow(Position.Start, StreamFilter.All, static page => page.Events.Texts().Contains("there"));

        var conflict = await Assert.ThrowsAsync<WrongExpectedVersionException>(() => here.Append(stream, 1, Said("too late")));
        Assert.Equal(2, conflict.Actual);
        Assert.Equal(3, (await here.Append(stream, 2, Said("here again")))[0].Version);
        Assert.Equal(4, (await there.Append(stream, 3, Said("there again")))[0].Version);
        Assert.Null((await here.Verify()).Broken);
    }

    [Fact]
    public async Task A_version_that_the_other_node_made_is_accepted_without_having_heard_of_it()
    {
        var stream = NewStream();
        await here.Append(stream, 0, Said("0"));
        for (var i = 1; i < 50; i++) Assert.Equal(i + 1, (await (i % 2 == 0 ? here : there).Append(stream, i, Said($"{i}")))[0].Version);

        Assert.Equal(new(50, 1, null), await there.Verify());
    }

    [Fact]
    public async Task One_conflict_between_nodes_fails_nobody_else()
    {
        var contended = NewStream();
        await here.Append(contended, 0, Said("first"));
        for (var round = 1; round < 20; round++)
        {
            await there.Append(contended, round, Said($"{round}"));
            var others = Enumerable.Range(0, 10).Select(_ => here.Append(NewStream(), 0, Said("innocent"))).ToList();
            await Assert.ThrowsAsync<WrongExpectedVersionException>(() => here.Append(contended, round, Said("too late")));
            await Task.WhenAll(others);
        }

        Assert.Null((await here.Verify()).Broken);
    }

    [Fact]
    public async Task An_append_repeated_on_the_other_node_gives_the_first_answer()
    {
        for (var i = 0; i < 20; i++)
        {
            var (stream, events) = (NewStream(), Said("one", "two"));
            var answers = await Task.WhenAll(here.Append(stream, 0, events), there.Append(stream, 0, events), here.Append(stream, 0, events));

            Assert.All(answers, a => Assert.Equal(answers[0].Select(Printed), a.Select(Printed)));
        }
    }

    [Fact]
    public async Task What_one_node_writes_the_other_hears_within_milliseconds()
    {
        await using var hearing = there.Subscribe(Position.Start, StreamFilter.All, CancellationToken.None).GetAsyncEnumerator();
        List<double> times = [];
        for (var i = 0; i < 30; i++)
        {
            var next = hearing.MoveNextAsync().AsTask();
            var begun = TimeProvider.System.GetTimestamp();
            await here.Append(NewStream(), 0, Said($"{i}"));
            await next.WaitAsync(TimeSpan.FromSeconds(10));
            times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
        }

        Assert.InRange(times.Order().ElementAt(times.Count / 2), 0, 300);
    }

    /// <summary>What was acknowledged is there, once, in one order and in whole chains.</summary>
    private async Task<List<string>> AssertWhole(IEnumerable<RecordedEvent> acknowledged)
    {
        var all = await here.ReadAll();
        Assert.Equal(acknowledged.Select(Printed).Order(), all.Select(Printed).Order());
        Assert.Equal(all.Select(static e => e.Position).Distinct().Order(), all.Select(static e => e.Position));
        Assert.Equal(all.Select(Printed), (await there.ReadAll()).Select(Printed));
        Assert.Null((await here.Verify()).Broken);
        return [.. all.Select(Printed)];
    }
}
