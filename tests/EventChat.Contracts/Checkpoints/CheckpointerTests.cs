using EventChat.Adapters.Checkpoints;
using EventChat.Adapters.EventStore;
using EventChat.Contracts.Support;
using EventChat.Events.Checkpoints;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.Checkpoints;

/// <summary>A checkpoint says of every stream where it ends; each follows from the one before without reading the log again.</summary>
public sealed class CheckpointerTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private PostgresEventStore store = null!;
    private CheckpointHouse house = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head, log_checkpoints, log_leaves cascade");
        store = await Open(database.Source);
        house = await CheckpointHouse.Open(database.Source, store);
    }

    public async Task DisposeAsync()
    {
        await house.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Its_root_is_that_of_all_streams_however_many_checkpoints_came_before()
    {
        var random = new Random(7);
        var streams = Enumerable.Range(0, 40).Select(static _ => NewStream()).ToArray();
        var versions = new int[streams.Length];
        for (var round = 0; round < 12; round++)
        {
            for (var i = random.Next(60); i >= 0; i--)
            {
                var at = random.Next(streams.Length);
                await store.Append(streams[at], versions[at]++, Said($"{round} {i}"));
            }

            var made = await house.Make();
            Assert.Equal(await store.ReadHead(CancellationToken.None), made.Position);
            Assert.Equal((Naive(await store.ReadAll()), versions.Count(static v => v > 0)), (Convert.ToHexStringLower(made.Root), made.Size));
            if (random.Next(2) == 0) Assert.Equal(made.Text, (await house.Make()).Text);
        }

        var all = await house.Tables.Newest(20, CancellationToken.None);
        Assert.Equal(12, all.Count);
        Assert.All(all, static signed => Assert.True(CheckpointKey.IsSigned(signed)));
        Assert.All(all.Zip(all.Skip(1)), static pair => Assert.Equal(pair.First.Checkpoint.Previous, pair.Second.Checkpoint.Hash()));
        Assert.Equal(LogCheckpoint.NoneBefore, all[^1].Checkpoint.Previous);
        Assert.Equal(all[5].Checkpoint.Text, (await house.Tables.At(all[5].Checkpoint.Position, CancellationToken.None))!.Checkpoint.Text);
    }

    [Fact]
    public async Task A_log_without_events_has_one_too()
    {
        var made = await house.Make();
        Assert.Equal((0, 0), (made.Position.Value, made.Size));
        Assert.Equal(new MerkleTree().Root(), made.Root);
    }

    [Fact]
    public async Task Two_who_make_one_at_once_make_one_after_the_other()
    {
        for (var i = 0; i < 50; i++) await store.Append(NewStream(), 0, Said($"{i}"));
        await using var other = await CheckpointHouse.Open(database.Source, store, house.Folder);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? house : other).Make()));

        Assert.Single(await house.Tables.Newest(10, CancellationToken.None));
    }

    [Fact]
    public async Task A_checkpoint_that_is_young_enough_is_enough()
    {
        var first = await house.Make();
        await store.Append(NewStream(), 0, Said("more"));
        Assert.Equal(first.Text, (await house.Checkpointer.Make(TimeSpan.FromMinutes(10), CancellationToken.None)).Checkpoint.Text);
        Assert.NotEqual(first.Text, (await house.Make()).Text);
    }

    [Fact]
    public async Task A_node_with_another_key_makes_none_unless_an_operator_says_so()
    {
        await house.Make();
        await store.Append(NewStream(), 0, Said("more"));
        await using var without = await CheckpointHouse.Open(database.Source, store);
        await Assert.ThrowsAsync<KeyMissingException>(without.Make);
        Assert.Empty(Directory.GetFiles(without.Folder));

        await using var with = await CheckpointHouse.Open(database.Source, store, acceptNewKey: true);
        Assert.NotEqual(house.Key.Public, (await with.Make()).Key);
        await store.Append(NewStream(), 0, Said("and more"));
        await Assert.ThrowsAsync<KeyMissingException>(house.Make);
    }

    [Fact]
    public async Task The_key_is_for_its_owner_alone_and_stays()
    {
        await house.Make();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(house.Key.Path));
        await using var again = await CheckpointHouse.Open(database.Source, store, house.Folder);
        Assert.Equal(house.Key.Public, again.Key.Public);
    }

    [Theory]
    [InlineData("update events set hash = decode(repeat('00', 32), 'hex') where version = 3")]
    [InlineData("delete from events where version = 3")]
    [InlineData("update log_leaves set leaf = decode(repeat('00', 32), 'hex')")]
    [InlineData("delete from log_leaves")]
    [InlineData("update log_checkpoints set text = replace(text, 'streams 1', 'streams 2')")]
    public async Task What_was_rewritten_since_is_not_signed(string change)
    {
        var stream = NewStream();
        for (var i = 0; i < 3; i++) await store.Append(stream, i, Said($"{i}"));
        await house.Make();
        await store.Append(stream, 3, Said("more"));
        await database.Run(change);

        await Assert.ThrowsAsync<RewrittenLogException>(house.Make);
        Assert.Single(await database.Rows("select position from log_checkpoints"));
    }

    /// <summary>From the events alone.</summary>
    private static string Naive(List<RecordedEvent> events)
    {
        var tree = new MerkleTree();
        foreach (var stream in events.GroupBy(static e => e.Stream.Value).OrderBy(static s => s.Key, StringComparer.Ordinal))
        {
            var inner = new MerkleTree();
            foreach (var e in stream) inner.Add(MerkleTree.Leaf(e.Hash.Span));
            tree.Add(new StreamLeaf(new(stream.Key), inner.Size, stream.Last().Hash, inner.Root()).LeafHash());
        }

        return Convert.ToHexStringLower(tree.Root());
    }
}
