using EventChat.Adapters.Snapshots;
using EventChat.Commands.Handling;
using EventChat.Contracts.Support;
using EventChat.Events.Store;

namespace EventChat.Contracts.Snapshots;

/// <summary>What every snapshot store must do.</summary>
public abstract class SnapshotStoreContract
{
    private readonly StreamName stream = Logs.NewStream();

    internal abstract ISnapshotStore Store { get; }

    [Fact]
    public async Task There_is_none_at_first() => Assert.Null(await Read());

    [Fact]
    public async Task Reads_back_what_was_written()
    {
        await Write(7, 1, 2, 3, 0, 255);

        await AssertIs(7, 1, 2, 3, 0, 255);
        Assert.Null(await Store.Read(Logs.NewStream(), 1, CancellationToken.None));
    }

    [Fact]
    public async Task A_newer_one_replaces_an_older_one()
    {
        await Write(7, 1);
        await Write(8, 2);

        await AssertIs(8, 2);
    }

    [Fact]
    public async Task An_older_one_that_comes_late_is_ignored()
    {
        await Write(8, 2);
        await Write(7, 1);

        await AssertIs(8, 2);
    }

    [Fact]
    public async Task Another_format_is_not_read_and_a_new_format_begins_anew()
    {
        await Write(8, 2);
        Assert.Null(await Store.Read(stream, 2, CancellationToken.None));

        await Store.Write(stream, 2, new(5, new byte[] { 3 }), CancellationToken.None);

        Assert.Equal(5, (await Store.Read(stream, 2, CancellationToken.None))!.Version);
    }

    [Fact]
    public async Task Of_many_at_once_the_newest_stays()
    {
        await Task.WhenAll(Enumerable.Range(1, 50).OrderBy(static i => i * 37 % 50).Select(i => Task.Run(() => Write(i, (byte)i))));

        await AssertIs(50, 50);
    }

    [Fact]
    public async Task Large_states_are_kept_whole()
    {
        var state = new byte[20_000_000];
        new Random(1).NextBytes(state);

        await Write(1_000_000, state);

        Assert.True((await Read())!.State.Span.SequenceEqual(state));
    }

    private Task Write(long version, params byte[] state) => Store.Write(stream, 1, new(version, state), CancellationToken.None);

    private Task<Snapshot?> Read() => Store.Read(stream, 1, CancellationToken.None);

    private async Task AssertIs(long version, params byte[] state)
    {
        var snapshot = await Read();
        Assert.Equal(version, snapshot!.Version);
        Assert.Equal(state, snapshot.State.ToArray());
    }
}

public sealed class InMemorySnapshotStoreTests : SnapshotStoreContract
{
    internal override ISnapshotStore Store { get; } = new InMemorySnapshotStore();
}

public sealed class PostgresSnapshotStoreTests(PostgresDatabase database) : SnapshotStoreContract, IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    internal override ISnapshotStore Store { get; } = new PostgresSnapshotStore(database.Source);

    public async Task InitializeAsync() => await (await Logs.Open(database.Source)).DisposeAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_engine_that_cannot_be_reached_is_told_as_such()
    {
        await using var nowhere = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=2;Username=nobody");

        await Assert.ThrowsAsync<LogUnavailableException>(() => new PostgresSnapshotStore(nowhere).Read(Logs.NewStream(), 1, CancellationToken.None));
    }
}
