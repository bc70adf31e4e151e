using System.Data;
using EventChat.Events.Checkpoints;
using EventChat.Events.Store;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Adapters.Checkpoints;

/// <summary>Makes checkpoints, one node at a time, each from the one before it.</summary>
public sealed class Checkpointer(NpgsqlDataSource postgres, Turns.Turns turns, CheckpointTables tables, CheckpointKey key, IOptions<CheckpointOptions> options, IEventStore store, TimeProvider clock)
{
    /// <returns>The newest checkpoint where the log has not moved since, or where it is younger than asked.</returns>
    /// <exception cref="RewrittenLogException">The log is not what the newest checkpoint says.</exception>
    /// <exception cref="KeyMissingException">This node does not have the key that the newest checkpoint is signed with.</exception>
    public async Task<SignedCheckpoint> Make(TimeSpan youngest, CancellationToken ct)
    {
        await using var turn = await turns.Take("checkpoint", ct);
        var newest = await tables.Newest(ct);
        if (newest is not null && clock.GetUtcNow() - newest.Checkpoint.At < youngest) return newest;
        Allow(newest);

        await using var connection = await postgres.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var head = await Head(connection, ct);
        if (newest?.Checkpoint.Position == head) return newest;

        var leaves = new LeafTable(connection);
        if (newest is not null && !(await leaves.Tree(ct)).Root().AsSpan().SequenceEqual(newest.Checkpoint.Root)) throw new RewrittenLogException("the leaves are not those of the newest checkpoint");
        await leaves.Grow(newest?.Checkpoint.Position ?? Position.Start, head, ct);
        var tree = await leaves.Tree(ct);
        var made = key.Sign(new LogCheckpoint(head, store.Epoch, clock.GetUtcNow(), tree.Size, tree.Root(), newest?.Checkpoint.Hash() ?? LogCheckpoint.NoneBefore, key.Public!));
        await Insert(connection, made, ct);
        await transaction.CommitAsync(ct);
        return made;
    }

    private void Allow(SignedCheckpoint? newest)
    {
        if (newest is null || options.Value.AcceptNewKey) key.Make();
        if (key.Public is not { } mine) throw new KeyMissingException(key.Path);
        if (newest is null) return;
        if (!CheckpointKey.IsSigned(newest)) throw new RewrittenLogException("the signature of the newest checkpoint is wrong");
        if (!options.Value.AcceptNewKey && !mine.AsSpan().SequenceEqual(newest.Checkpoint.Key)) throw new KeyMissingException(key.Path);
    }

    private static async Task<Position> Head(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select position from log_head", connection);
        return new((long)(await command.ExecuteScalarAsync(ct))!);
    }

    private static async Task Insert(NpgsqlConnection connection, SignedCheckpoint made, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("insert into log_checkpoints values ($1, $2, $3)", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = made.Checkpoint.Position.Value }, new NpgsqlParameter<string> { TypedValue = made.Checkpoint.Text },
                new NpgsqlParameter<byte[]> { TypedValue = made.Signature },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Another key signed the newest checkpoint, and this node does not have it.</summary>
public sealed class KeyMissingException(string path)
    : Exception($"The newest checkpoint is signed with a key that this node does not have in {path}; bring it there, or name it with Checkpoints:KeyFile. If it is lost, Checkpoints:AcceptNewKey goes on with another.");
