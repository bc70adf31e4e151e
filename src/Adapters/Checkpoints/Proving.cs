using System.Data;
using EventChat.Events.Checkpoints;
using EventChat.Events.Store;
using Npgsql;

namespace EventChat.Adapters.Checkpoints;

/// <summary>Proves of some streams what the newest checkpoint says of them.</summary>
public sealed class Proving(NpgsqlDataSource postgres)
{
    /// <returns>Those of the streams that the checkpoint knows, in its order; null where there is no checkpoint.</returns>
    public async Task<Evidence?> Prove(IReadOnlySet<StreamName> streams, CancellationToken ct)
    {
        await using var connection = await postgres.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        if (await Newest(connection, ct) is not { } signed) return null;
        List<byte[]> hashes = [];
        List<(StreamLeaf Leaf, int Index)> wanted = [];
        await using (var command = new NpgsqlCommand("select stream, leaf, version, hash, peaks from log_leaves order by stream", connection))
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                var name = new StreamName(row.GetString(0));
                if (streams.Contains(name))
                    wanted.Add((new(name, row.GetInt64(2), row.GetFieldValue<byte[]>(3), new MerkleTree(row.GetInt64(2), row.GetFieldValue<byte[]>(4)).Root()), hashes.Count));
                hashes.Add(row.GetFieldValue<byte[]>(1));
            }
        }

        var proofs = new MerkleProofs([.. hashes]);
        return new(signed, wanted.ConvertAll(w => new ProvedLeaf(w.Leaf, w.Index, proofs.Of(w.Index))));
    }

    private static async Task<SignedCheckpoint?> Newest(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select text, signature from log_checkpoints order by position desc limit 1", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) && LogCheckpoint.Parse(row.GetString(0)) is { } checkpoint ? new(checkpoint, row.GetFieldValue<byte[]>(1)) : null;
    }
}
