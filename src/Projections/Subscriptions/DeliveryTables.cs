using Npgsql;

namespace EventChat.Projections.Subscriptions;

/// <summary>
/// How far each subscription has been told: a position up to which the log was gone through, and a lane for each stream of which something is still to be told. Beside the log, and
/// worth no more than a checkpoint: where they are lost, apps are told again.
/// </summary>
public sealed class DeliveryTables(NpgsqlDataSource postgres)
{
    public async Task EnsureSchema(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists webhook_cursors (subscription text collate "C" primary key, since bigint not null, position bigint not null);
            create table if not exists webhook_lanes (
                subscription text collate "C" not null, stream text collate "C" not null, told bigint not null, seen bigint not null, attempts int not null,
                failing_since timestamptz, primary key (subscription, stream));
            create table if not exists webhook_deliveries (
                id bigint generated always as identity primary key, subscription text collate "C" not null, position bigint not null, stream text collate "C" not null, version bigint not null,
                type text not null, at timestamptz not null, attempt int not null, status int, took_ms int not null, error text, answer text not null);
            create index if not exists webhook_deliveries_of on webhook_deliveries (subscription, id);
            create index if not exists webhook_deliveries_at on webhook_deliveries using brin (at);
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Null where it has not been told anything since it began, or began anew.</summary>
    public async Task<Progress?> Load(SubscriptionView subscription, CancellationToken ct)
    {
        await using var cursor = postgres.CreateCommand("select position from webhook_cursors where subscription = $1 and since = $2");
        cursor.Parameters.Add(Parameter.Of(subscription.Id));
        cursor.Parameters.Add(Parameter.Of(subscription.Since));
        if (await cursor.ExecuteScalarAsync(ct) is not long position) return null;

        await using var lanes = postgres.CreateCommand("select stream, told, seen, attempts, failing_since from webhook_lanes where subscription = $1");
        lanes.Parameters.Add(Parameter.Of(subscription.Id));
        List<LaneProgress> found = [];
        await using var row = await lanes.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4)));
        return new(subscription.Id, subscription.Since, position, found);
    }

    /// <summary>All of them, or none.</summary>
    public async Task Store(IReadOnlyCollection<Progress> progress, CancellationToken ct)
    {
        if (progress.Count == 0) return;
        var lanes = progress.SelectMany(static p => p.Lanes.Select(lane => (p.Subscription, Lane: lane))).ToList();
        await using var connection = await postgres.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(
            """
            insert into webhook_cursors select * from unnest($1, $2, $3)
            on conflict (subscription) do update set since = excluded.since, position = excluded.position
            """,
            Parameter.Of(progress.Select(static p => p.Subscription).ToArray()), Parameter.Of(progress.Select(static p => p.Since).ToArray()),
            Parameter.Of(progress.Select(static p => p.Position).ToArray())));
        batch.BatchCommands.Add(Command("delete from webhook_lanes where subscription = any($1)", Parameter.Of(progress.Select(static p => p.Subscription).ToArray())));
        batch.BatchCommands.Add(Command(
            "insert into webhook_lanes select * from unnest($1, $2, $3, $4, $5, $6)",
            Parameter.Of(lanes.Select(static l => l.Subscription).ToArray()), Parameter.Of(lanes.Select(static l => l.Lane.Stream).ToArray()),
            Parameter.Of(lanes.Select(static l => l.Lane.Told).ToArray()), Parameter.Of(lanes.Select(static l => l.Lane.Seen).ToArray()),
            Parameter.Of(lanes.Select(static l => l.Lane.Attempts).ToArray()), Parameter.Of(lanes.Select(static l => l.Lane.FailingSince).ToArray())));
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    public async Task Forget(string subscription, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            with lanes as (delete from webhook_lanes where subscription = $1), deliveries as (delete from webhook_deliveries where subscription = $1)
            delete from webhook_cursors where subscription = $1
            """);
        command.Parameters.Add(Parameter.Of(subscription));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }
}

/// <param name="Position">All before it was told, or is in a lane.</param>
public sealed record Progress(string Subscription, long Since, long Position, IReadOnlyList<LaneProgress> Lanes);

/// <param name="Told">The version up to which all was taken.</param>
/// <param name="Seen">The version up to which there is something to tell.</param>
/// <param name="Attempts">That failed, of the one that is next.</param>
public sealed record LaneProgress(string Stream, long Told, long Seen, int Attempts, DateTimeOffset? FailingSince);
