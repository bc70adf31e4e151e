using EventChat.Events;
using Npgsql;

namespace EventChat.Adapters.Exports;

/// <summary>What has become of an export that the log says was requested.</summary>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Position">Where it was requested.</param>
/// <param name="Done">Events that were read, of <paramref name="Total"/>.</param>
/// <param name="Counts">Where it is done.</param>
public sealed record ExportRow(ExportId Id, WorkspaceId WorkspaceId, long Position, string State, long Done, long Total, ExportCounts? Counts, string? Error)
{
    public const string Waiting = "waiting", Running = "running", Finished = "done", Failed = "failed", Cancelled = "cancelled";
}

/// <summary>Exports under way and done, shared by all nodes.</summary>
public sealed class ExportTable(NpgsqlDataSource postgres)
{
    private const string Columns = "id, workspace_id, position, state, done, total, streams, events, left_out, messages, people, mails, error";

    public async Task EnsureSchema(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists exports (
                id text primary key, workspace_id text not null, position bigint not null, state text not null, done bigint not null default 0, total bigint not null default 0,
                streams int, events bigint, left_out bigint, messages bigint, people int, mails int, error text);
            create index if not exists exports_of_workspace on exports (workspace_id, position);
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Again changes nothing.</summary>
    public Task Add(ExportId id, WorkspaceId workspace, long position, CancellationToken ct) =>
        Run("insert into exports (id, workspace_id, position, state) values ($1, $2, $3, 'waiting') on conflict do nothing", ct, $"{id}", $"{workspace}", position);

    public Task Cancel(ExportId id, CancellationToken ct) => Run("update exports set state = 'cancelled' where id = $1", ct, $"{id}");

    /// <returns>False where it was cancelled.</returns>
    public async Task<bool> Tell(ExportId id, long done, long total, CancellationToken ct) =>
        await Run("update exports set state = 'running', done = $2, total = $3, error = null where id = $1 and state in ('waiting', 'running')", ct, $"{id}", done, total) > 0;

    public async Task<bool> Finish(ExportId id, ExportCounts c, CancellationToken ct) =>
        await Run(
            "update exports set state = 'done', done = total, streams = $2, events = $3, left_out = $4, messages = $5, people = $6, mails = $7 where id = $1 and state = 'running'", ct, $"{id}", c.Streams,
            c.Events, c.LeftOut, c.Messages, c.People, c.Mails) > 0;

    public Task Fail(ExportId id, string error, CancellationToken ct) => Run("update exports set state = 'failed', error = $2 where id = $1 and state in ('waiting', 'running')", ct, $"{id}", error);

    public async Task<ExportRow?> Find(ExportId id, CancellationToken ct) => (await Read($"select {Columns} from exports where id = $1", ct, $"{id}")) is [var row] ? row : null;

    /// <summary>The first that somebody waits for.</summary>
    public async Task<ExportRow?> Next(CancellationToken ct) =>
        await Read($"select {Columns} from exports where state in ('waiting', 'running') order by position limit 1", ct) is [var row] ? row : null;

    /// <summary>Newest first.</summary>
    public Task<List<ExportRow>> Before(WorkspaceId workspace, long position, int limit, CancellationToken ct) =>
        Read($"select {Columns} from exports where workspace_id = $1 and position < $2 order by position desc limit $3", ct, $"{workspace}", position, limit);

    private async Task<int> Run(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<ExportRow>> Read(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(ct);
        List<ExportRow> rows = [];
        while (await row.ReadAsync(ct))
            rows.Add(new(
                Id.Parse<ExportId>(row.GetString(0)), Id.Parse<WorkspaceId>(row.GetString(1)), row.GetInt64(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5),
                row.IsDBNull(6) ? null : new(row.GetInt32(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt32(10), row.GetInt32(11)), row.IsDBNull(12) ? null : row.GetString(12)));
        return rows;
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = postgres.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
