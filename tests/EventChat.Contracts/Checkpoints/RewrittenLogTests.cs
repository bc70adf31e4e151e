using EventChat.Adapters.EventStore;
using EventChat.Contracts.Support;
using EventChat.Events.Checkpoints;
using EventChat.Events.Store;
using Npgsql;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.Checkpoints;

/// <summary>Whoever has the whole database can make a log whose chains are right. What was kept of it before still says otherwise.</summary>
public sealed class RewrittenLogTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private readonly StreamName stream = NewStream(), other = NewStream();
    private PostgresEventStore store = null!;
    private CheckpointHouse house = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head, log_checkpoints, log_leaves cascade");
        store = await Open(database.Source);
        house = await CheckpointHouse.Open(database.Source, store);
        for (var i = 0; i < 5; i++)
        {
            await store.Append(stream, i, Said($"{i}"));
            await store.Append(other, i, Said($"other {i}"));
        }
    }

    public async Task DisposeAsync()
    {
        await house.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_log_that_went_on_is_what_all_its_checkpoints_say()
    {
        var first = await house.Make();
        await store.Append(stream, 5, Said("more"));
        await store.Append(NewStream(), 0, Said("new"));
        var second = await house.Make();
        await store.Append(stream, 6, Said("and more"));

        Assert.Null((await Check(first, second)).Broken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_stream_with_new_hashes_is_found_and_named(int version)
    {
        var kept = await house.Make();
        await Rewrite(stream, version);

        Assert.Null((await store.Verify()).Broken);
        var check = await Check(kept);
        Assert.Equal(kept, check.Broken);
        Assert.Equal(stream.Value, check.FirstOther(await Leaves()));
    }

    [Fact]
    public async Task The_first_checkpoint_that_is_contradicted_is_the_one_that_is_told()
    {
        var first = await house.Make();
        await store.Append(other, 5, Said("more"));
        var second = await house.Make();
        await store.Append(other, 6, Said("more"));
        var third = await house.Make();
        await Rewrite(other, 6);

        Assert.Equal(second, (await Check(first, second, third)).Broken);
    }

    [Fact]
    public async Task A_stream_that_was_taken_out_of_the_log_is_found_and_named()
    {
        var kept = await house.Make();
        await database.Run($"""
            delete from events where stream = '{other}';
            update events set position = -version; update events set position = -position;
            update log_head set position = 5
            """);

        Assert.Null((await store.Verify()).Broken);
        var check = await Check(kept);
        Assert.Equal(kept, check.Broken);
        Assert.Equal(other.Value, check.FirstOther(await Leaves()));
    }

    [Fact]
    public async Task The_newest_events_are_missed_though_the_head_went_back_with_them()
    {
        var kept = await house.Make();
        await database.Run("delete from events where position > 8; update log_head set position = 8");

        Assert.Null((await store.Verify()).Broken);
        Assert.Equal(kept, (await Check(kept)).Broken);
    }

    [Fact]
    public async Task An_event_that_was_put_in_is_found()
    {
        var kept = await house.Make();
        await store.Append(stream, 5, Said("forged"));
        await database.Run("update events set position = 100 where position = 10; update events set position = 10 where position = 11; update events set position = 11 where position = 100");

        Assert.Null((await store.Verify()).Broken);
        Assert.Equal(kept, (await Check(kept)).Broken);
    }

    private async Task<CheckpointCheck> Check(params LogCheckpoint[] kept)
    {
        var check = new CheckpointCheck(kept);
        Assert.Null((await Verification.Verify(store, null, CancellationToken.None, check)).Broken);
        return check;
    }

    private async Task<Dictionary<string, byte[]>> Leaves() => await house.Tables.Leaves(CancellationToken.None).ToDictionaryAsync(static l => l.Stream, static l => l.Leaf);

    /// <summary>One event says something else, and all hashes from there on are what they would have been.</summary>
    private async Task Rewrite(StreamName name, int version)
    {
        var previous = HashChain.Genesis.ToArray();
        foreach (var e in await store.Read(name))
        {
            var data = e.Version == version ? "{\"number\":3,\"text\":\"forged\"}"u8.ToArray() : e.Data.ToArray();
            previous = HashChain.Next(previous, e.Stream, e.Version, e.Id, e.Type, data, e.Context, e.RecordedAt);
            await using var command = database.Source.CreateCommand("update events set data = $1, hash = $2 where stream = $3 and version = $4");
            foreach (var value in (object[])[data, previous, name.Value, e.Version]) command.Parameters.Add(new NpgsqlParameter { Value = value });
            await command.ExecuteNonQueryAsync();
        }
    }
}
