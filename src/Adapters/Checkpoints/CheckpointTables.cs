using System.Runtime.CompilerServices;
using EventChat.Events.Checkpoints;
using EventChat.Events.Store;
using Npgsql;

namespace EventChat.Adapters.Checkpoints;

/// <summary>The checkpoints that were made, and the leaves of the newest: a row for each stream, so that the next one reads only what has happened since.</summary>
public sealed class CheckpointTables(NpgsqlDataSource postgres)
{
    public async Task EnsureSchema(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists log_checkpoints (position bigint primary key, text text not null, signature bytea not null);
            create table if not exists log_leaves (
                stream text collate "C" primary key, version bigint not null, hash bytea not null, peaks bytea not null, leaf bytea not null);
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<SignedCheckpoint?> Newest(CancellationToken ct) => await Newest(1, ct) is [var newest] ? newest : null;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<SignedCheckpoint>> Newest(int limit, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select text, signature from log_checkpoints order by position desc limit $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Read(command, ct);
    }

    public async Task<SignedCheckpoint?> At(Position position, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select text, signature from log_checkpoints where position = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position.Value });
        return await Read(command, ct) is [var found] ? found : null;
    }

    /// <summary>The leaves of the newest checkpoint, by the bytes of their names.</summary>
    public async IAsyncEnumerable<(string Stream, byte[] Leaf)> Leaves([EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select stream, leaf from log_leaves order by stream");
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) yield return (row.GetString(0), row.GetFieldValue<byte[]>(1));
    }

    /// <exception cref="FormatException">Somebody has written into the table.</exception>
    private static async Task<IReadOnlyList<SignedCheckpoint>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        List<SignedCheckpoint> found = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(new(LogCheckpoint.Parse(row.GetString(0)) ?? throw new FormatException("A stored checkpoint is not as one is written."), row.GetFieldValue<byte[]>(1)));
        return found;
    }
}
