using EventChat.Events.Checkpoints;
using EventChat.Events.Store;
using Npgsql;
using NpgsqlTypes;

namespace EventChat.Adapters.Checkpoints;

/// <summary>The leaves of the newest checkpoint on their way to the next, within one transaction.</summary>
internal sealed class LeafTable(NpgsqlConnection connection)
{
    private const int Page = 10_000, MostHeld = 50_000;
    private readonly Dictionary<string, Grown> held = [];

    /// <summary>Of all streams, as they stand in the table.</summary>
    public async Task<MerkleTree> Tree(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select leaf from log_leaves order by stream", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        var tree = new MerkleTree();
        while (await row.ReadAsync(ct)) tree.Add(row.GetFieldValue<byte[]>(0));
        return tree;
    }

    /// <summary>Adds what has happened in between.</summary>
    /// <exception cref="RewrittenLogException">A stream does not go on where it ended.</exception>
    public async Task Grow(Position after, Position through, CancellationToken ct)
    {
        while (after < through)
        {
            var page = await Read(after, through, ct);
            if (page.Count == 0) break;
            await Load([.. page.Select(static e => e.Stream).Distinct().Where(name => !held.ContainsKey(name))], ct);
            foreach (var (position, stream, version, hash) in page)
            {
                var grown = held[stream];
                if (version != grown.Tree.Size + 1) throw new RewrittenLogException($"{stream} goes on with version {version} after {grown.Tree.Size}");
                grown.Tree.Add(MerkleTree.Leaf(hash));
                grown.Hash = hash;
                after = new(position);
            }

            if (held.Count > MostHeld) await Store(ct);
        }

        await Store(ct);
    }

    private async Task<List<(long Position, string Stream, long Version, byte[] Hash)>> Read(Position after, Position through, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select position, stream, version, hash from events where position > $1 and position <= $2 order by position limit {Page}", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = after.Value }, new NpgsqlParameter<long> { TypedValue = through.Value } },
        };
        await using var row = await command.ExecuteReaderAsync(ct);
        List<(long, string, long, byte[])> page = new(Page);
        while (await row.ReadAsync(ct)) page.Add((row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3)));
        return page;
    }

    /// <summary>A stream that was rewritten before its end shows here, because its last event has another hash.</summary>
    private async Task Load(string[] streams, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select l.stream, l.version, l.hash, l.peaks, e.hash from log_leaves l left join events e on e.stream = l.stream and e.version = l.version where l.stream = any($1)
            """, connection) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = streams } } };
        foreach (var name in streams) held[name] = new(new(), []);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var (name, version, hash) = (row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
            if (row.IsDBNull(4) || !row.GetFieldValue<byte[]>(4).AsSpan().SequenceEqual(hash)) throw new RewrittenLogException($"{name} version {version} is not what it was");
            held[name] = new(new(version, row.GetFieldValue<byte[]>(3)), hash);
        }
    }

    private async Task Store(CancellationToken ct)
    {
        var rows = held.Select(static h => (Leaf: new StreamLeaf(new(h.Key), h.Value.Tree.Size, h.Value.Hash, h.Value.Tree.Root()), Peaks: h.Value.Tree.Peaks.ToArray())).ToList();
        await using var command = new NpgsqlCommand("""
            insert into log_leaves select * from unnest($1, $2, $3, $4, $5)
            on conflict (stream) do update set version = excluded.version, hash = excluded.hash, peaks = excluded.peaks, leaf = excluded.leaf
            """, connection)
        {
            Parameters =
            {
                Of(rows.ConvertAll(static r => r.Leaf.Stream.Value)), Of(rows.ConvertAll(static r => r.Leaf.Version)), Of(rows.ConvertAll(static r => r.Leaf.Hash.ToArray())),
                Of(rows.ConvertAll(static r => r.Peaks)), Of(rows.ConvertAll(static r => r.Leaf.LeafHash())),
            },
        };
        await command.ExecuteNonQueryAsync(ct);
        held.Clear();
    }

    private static NpgsqlParameter<List<T>> Of<T>(List<T> values) => new()
    {
        TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | (typeof(T) == typeof(string) ? NpgsqlDbType.Text : typeof(T) == typeof(long) ? NpgsqlDbType.Bigint : NpgsqlDbType.Bytea),
    };

    private sealed class Grown(MerkleTree tree, byte[] hash)
    {
        public MerkleTree Tree => tree;
        public byte[] Hash { get; set; } = hash;
    }
}

/// <summary>The log is not what an earlier checkpoint says; no other is made until an operator has looked.</summary>
public sealed class RewrittenLogException(string what) : Exception($"The log was rewritten: {what}.");
