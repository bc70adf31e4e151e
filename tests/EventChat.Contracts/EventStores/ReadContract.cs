using EventChat.Contracts.Support;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.EventStores;

/// <summary>What every log promises to those who read.</summary>
public abstract class ReadContract : AppendContract
{
    [Fact]
    public async Task A_stream_that_is_not_there_is_empty()
    {
        Assert.Empty(await Store.Read(NewStream()));
        Assert.Empty(await Store.ReadBackwards(NewStream()));
        Assert.Equal(0, await Store.ReadVersion(NewStream(), CancellationToken.None));
    }

    [Fact]
    public async Task An_empty_log_is_empty()
    {
        Assert.Equal(Position.Start, await Store.ReadHead(CancellationToken.None));
        Assert.Empty(await Store.ReadAll());
        Assert.Equal(new(0, 0, null), await Store.Verify());
    }

    [Fact]
    public void Its_history_has_a_name_that_fits_anywhere() => Assert.Matches("^[0-9A-Za-z-]{1,64}$", Store.Epoch);

    [Fact]
    public async Task Outlines_are_the_events_as_they_are_stored()
    {
        var stream = NewStream();
        await Store.Append(stream, 0, Said("one", "two", "three"));
        foreach (var after in (long[])[0, 2, 3, long.MaxValue])
        {
            var (events, outlines) = (await Store.Read(stream, after), await Store.ReadOutlines(stream, after, CancellationToken.None).ToListAsync());
            Assert.Equal(events.Select(static e => (e.Position, e.Version, e.Type, e.Actor, e.RecordedAt)), outlines.Select(static e => (e.Position, e.Version, e.Type, e.Actor, e.RecordedAt)));
            Assert.Equal(events.Select(static e => Convert.ToHexString(e.Data.Span)), outlines.Select(static e => Convert.ToHexString(e.Data.Span)));
        }
    }

    [Fact]
    public async Task A_stream_is_read_from_any_version_forwards()
    {
        var stream = NewStream();
        await Store.Append(stream, 0, Said("one", "two", "three"));

        Assert.Equal(["one", "two", "three"], (await Store.Read(stream)).Texts());
        Assert.Equal(["three"], (await Store.Read(stream, after: 2)).Texts());
        Assert.Empty(await Store.Read(stream, after: 3));
        Assert.Empty(await Store.Read(stream, after: long.MaxValue));
    }

    [Fact]
    public async Task A_stream_is_read_from_any_version_backwards()
    {
        var stream = NewStream();
        await Store.Append(stream, 0, Said("one", "two", "three"));

        Assert.Equal(["three", "two", "one"], (await Store.ReadBackwards(stream)).Texts());
        Assert.Equal(["one"], (await Store.ReadBackwards(stream, before: 2)).Texts());
        Assert.Equal(["three", "two", "one"], (await Store.ReadBackwards(stream, before: 4)).Texts());
        Assert.Empty(await Store.ReadBackwards(stream, before: 1));
    }

    [Fact]
    public async Task A_long_stream_is_read_whole_in_both_directions()
    {
        var stream = NewStream();
        for (var version = 0; version < 5_000; version += 500)
            await Store.Append(stream, version, [.. Enumerable.Range(version, 500).Select(static i => Said($"{i}"))]);

        Assert.Equal(Enumerable.Range(1, 5_000), (await Store.Read(stream)).Select(static e => (int)e.Version));
        Assert.Equal(Enumerable.Range(1, 5_000).Reverse(), (await Store.ReadBackwards(stream)).Select(static e => (int)e.Version));
        Assert.Equal(Enumerable.Range(0, 5_000).Select(static i => $"{i}"), (await Store.ReadAll()).Texts());
    }

    [Fact]
    public async Task Reading_may_stop_anywhere()
    {
        var stream = NewStream();
        await Store.Append(stream, 0, [.. Enumerable.Range(0, 2_000).Select(static i => Said($"{i}"))]);

        Assert.Equal("0", (await Store.ReadStream(stream, 0, CancellationToken.None).Take(1).ToListAsync()).Texts().Single());
        Assert.Equal("1999", (await Store.ReadStreamBackwards(stream, long.MaxValue, CancellationToken.None).Take(1).ToListAsync()).Texts().Single());
        Assert.Equal("0", (await Store.ReadAll(Position.Start, CancellationToken.None).Take(1).ToListAsync()).Texts().Single());
    }

    [Fact]
    public async Task The_whole_log_has_one_order_that_grows_and_is_that_of_its_streams()
    {
        var streams = Enumerable.Range(0, 10).Select(static _ => NewStream()).ToList();
        var returned = new List<RecordedEvent>[10];
        await Task.WhenAll(streams.Select((stream, i) => Task.Run(async () =>
        {
            returned[i] = [];
            for (var n = 0; n < 30; n++) returned[i].AddRange(await Store.Append(stream, n * 2, Said($"{n}", "and more")));
        })));

        var all = await Store.ReadAll();

        Assert.Equal(all.Select(static e => e.Position).Distinct().Order(), all.Select(static e => e.Position));
        Assert.Equal(600, all.Count);
        for (var i = 0; i < 10; i++) Assert.Equal(returned[i].Select(Printed), all.Where(e => e.Stream == streams[i]).Select(Printed));
        Assert.Equal(all[^1].Position, await Store.ReadHead(CancellationToken.None));
    }

    [Fact]
    public async Task The_log_is_read_from_any_position_also_one_that_no_event_has()
    {
        for (var i = 0; i < 10; i++) await Store.Append(NewStream(), 0, Said($"{i}"));
        var all = await Store.ReadAll();

        for (var after = 0L; after <= all[^1].Position.Value + 1; after++)
            Assert.Equal(all.Where(e => e.Position.Value > after).Texts(), (await Store.ReadAll(new(after))).Texts());
    }

    [Fact]
    public async Task What_was_returned_is_there_for_every_reader()
    {
        for (var i = 0; i < 50; i++)
        {
            var stream = NewStream();
            var recorded = Assert.Single(await Store.Append(stream, 0, Said("Hello")));

            Assert.Equal(1, await Store.ReadVersion(stream, CancellationToken.None));
            Assert.Equal(recorded.Position, await Store.ReadHead(CancellationToken.None));
            Assert.Equal(recorded.Id, (await Store.Read(stream)).Single().Id);
        }
    }

    [Fact]
    public async Task Every_stream_is_a_chain()
    {
        for (var i = 0; i < 20; i++)
        {
            var stream = NewStream();
            await Store.Append(stream, 0, Said("one"));
            await Store.Append(stream, 1, Said("two", "three"));
        }

        Assert.Equal(new(60, 20, null), await Store.Verify());
    }
}
