using EventChat.Adapters.EventStore;
using EventChat.Contracts.Support;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.EventStores;

/// <summary>Whoever changes the log behind the back of EventChat is found out, at the first event that is not as it was.</summary>
public sealed class PostgresTamperingTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private readonly StreamName stream = NewStream(), other = NewStream();
    private PostgresEventStore store = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade");
        store = await Open(database.Source);
        for (var i = 0; i < 5; i++)
        {
            await store.Append(stream, i, Said($"{i}"));
            await store.Append(other, i, Said($"other {i}"));
        }
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task A_log_that_nobody_touched_is_whole() => Assert.Equal(new(10, 2, null), await store.Verify());

    [Theory]
    [InlineData("data = convert_to('{\"number\":3,\"text\":\"forged\"}', 'UTF8')")]
    [InlineData("data = data || ' '::bytea")]
    [InlineData("type = 'message.edited'")]
    [InlineData("id = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("actor = 'U00000000000000000000000B0B'")]
    [InlineData("actor = 'nobody'")]
    [InlineData("session = 'S00000000000000000000000000'")]
    [InlineData("session = 'none'")]
    [InlineData("causation = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("correlation = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("recorded_at = recorded_at + interval '1 microsecond'")]
    [InlineData("hash = decode(repeat('00', 32), 'hex')")]
    [InlineData("hash = ''")]
    public async Task A_changed_event_is_named(string change)
    {
        await database.Run($"update events set {change} where stream = '{stream}' and version = 3");

        await AssertBroken(version: 3, position: 5, checkedBefore: 4);
    }

    [Fact]
    public async Task A_change_with_a_new_hash_breaks_the_next()
    {
        var forged = (await store.Read(stream))[2];
        var bytes = "{\"number\":3,\"text\":\"forged\"}"u8.ToArray();
        var hash = HashChain.Next((await store.Read(stream))[1].Hash.Span, stream, 3, forged.Id, forged.Type, bytes, forged.Context, forged.RecordedAt);
        await database.Run($"""
            update events set data = '\x{Convert.ToHexString(bytes)}', hash = '\x{Convert.ToHexString(hash)}' where stream = '{stream}' and version = 3
            """);

        await AssertBroken(version: 4, position: 7, checkedBefore: 6);
    }

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(3, 7, 5)]
    public async Task A_removed_event_is_missed_by_the_next(int version, int position, int checkedBefore)
    {
        await database.Run($"delete from events where stream = '{stream}' and version = {version}");

        var broken = await AssertBroken(version + 1, position, checkedBefore);
        Assert.Contains($"version {version} is missing", broken);
    }

    [Fact]
    public async Task A_removed_event_is_missed_though_the_rest_was_numbered_anew()
    {
        await database.Run($"""
            delete from events where stream = '{stream}' and version = 3;
            update events set version = 3 where stream = '{stream}' and version = 4;
            update events set version = 4 where stream = '{stream}' and version = 5
            """);

        await AssertBroken(version: 3, position: 7, checkedBefore: 5);
    }

    [Fact]
    public async Task An_event_moved_to_another_stream_is_named()
    {
        await database.Run($"update events set stream = '{other}', version = 6 where stream = '{stream}' and version = 5");

        var broken = (await store.Verify()).Broken;
        Assert.StartsWith($"{other} version 6 at position 9", broken);
    }

    [Fact]
    public async Task Two_events_that_changed_places_are_named()
    {
        await database.Run($"""
            update events set position = 100 where position = 5; update events set position = 5 where position = 7; update events set position = 7 where position = 100
            """);

        Assert.StartsWith($"{stream} version 4 at position 5", (await store.Verify()).Broken);
    }

    [Fact]
    public async Task An_event_that_was_put_in_is_named()
    {
        await database.Run($"""
            insert into events select 100, stream, 6, id, type, data, actor, session, causation, correlation, recorded_at, hash from events where position = 5
            """);

        Assert.StartsWith($"{stream} version 6 at position 100", (await store.Verify()).Broken);
    }

    [Theory]
    [InlineData("delete from events where position = 10", 9, 2, "position 10 is missing, the first of 1 ")]
    [InlineData("delete from events where position > 7", 7, 2, "position 8 is missing, the first of 3 ")]
    [InlineData("delete from events", 0, 0, "position 1 is missing, the first of 10 ")]
    [InlineData("update log_head set position = 12", 10, 2, "position 11 is missing, the first of 2 ")]
    [InlineData("update log_head set position = 9", 10, 2, "position 10 is after the head of the log, which is at 9")]
    [InlineData("update events set position = position + 1 where position = 10; update log_head set position = 11", 10, 2, "position 10 is missing, the first of 1 ")]
    public async Task A_log_that_does_not_end_where_its_head_says_is_found_out(string change, int events, int streams, string words)
    {
        await database.Run(change);

        var report = await store.Verify();
        Assert.Equal((events, streams), (report.Events, report.Streams));
        Assert.StartsWith(words, report.Broken);
    }

    [Fact]
    public async Task A_stream_that_was_removed_as_a_whole_is_missed()
    {
        await database.Run($"delete from events where stream = '{stream}'");

        Assert.Equal(new(5, 1, "position 1 is missing, the first of 5 up to the head of the log."), await store.Verify());
    }

    [Fact]
    public async Task The_first_position_that_is_missing_is_named_beside_a_broken_chain()
    {
        await database.Run($"delete from events where position in (2, 10); update events set data = data || ' ' where stream = '{stream}' and version = 3");

        Assert.EndsWith("Position 2 is the first that is missing.", (await store.Verify()).Broken);
    }

    [Fact]
    public async Task A_log_that_grows_meanwhile_is_whole()
    {
        var growing = Task.Run(async () => { for (var i = 5; i < 300; i++) await store.Append(stream, i, Said($"{i}")); });
        do Assert.Null((await store.Verify()).Broken);
        while (!growing.IsCompleted);
        await growing;
    }

    private async Task<string> AssertBroken(int version, int position, int checkedBefore)
    {
        var report = await store.Verify();
        Assert.StartsWith($"{stream} version {version} at position {position}: ", report.Broken);
        Assert.Equal(checkedBefore, report.Events);
        return report.Broken!;
    }
}
