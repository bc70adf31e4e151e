using EventChat.Commands.Handling;
using EventChat.Events.Store;
using Npgsql;
using NpgsqlTypes;

namespace EventChat.Adapters.Snapshots;

/// <summary>One row a stream, beside the log; uncompressed, because a state is made of numbers and is read far more often than it is stored.</summary>
public sealed class PostgresSnapshotStore(NpgsqlDataSource postgres) : ISnapshotStore
{
    public async Task<Snapshot?> Read(StreamName stream, int format, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select version, state from snapshots where stream = $1 and format = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = format });
        try
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            return await row.ReadAsync(ct) ? new(row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : null;
        }
        catch (NpgsqlException error)
        {
            throw new LogUnavailableException(error.Message, error);
        }
    }

    public async Task Write(StreamName stream, int format, Snapshot snapshot, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            insert into snapshots (stream, format, version, state) values ($1, $2, $3, $4)
            on conflict (stream) do update set format = excluded.format, version = excluded.version, state = excluded.state
            where snapshots.version < excluded.version or snapshots.format <> excluded.format
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = format });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = snapshot.Version });
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = snapshot.State, NpgsqlDbType = NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(ct);
    }
}
