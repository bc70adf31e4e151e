using Npgsql;

namespace EventChat.Adapters.Jobs;

/// <summary>Work that was refused, given up, or could not be read, and what has to be known to do it all the same.</summary>
/// <param name="Number">What an operator calls it.</param>
/// <param name="Kind">As it came, and <paramref name="Body"/> too: this version may know neither.</param>
/// <param name="IsAgain">Whether it was asked to be sent again and is not yet.</param>
public sealed record FailedJob(
    long Number, string Id, string Kind, byte[] Body, int Round, int Attempts, string Reason, DateTimeOffset FirstAt, DateTimeOffset FailedAt, bool IsAgain);

/// <summary>
/// Where failed work waits for an operator, whoever keeps the work that has not failed: beside the log, since it holds secrets and words that people wrote. It goes after some days.
/// </summary>
public sealed class FailedJobs(NpgsqlDataSource postgres)
{
    private const int LongestReason = 500;
    private const string Columns = "number, id, kind, body, round, attempts, reason, first_at, failed_at, again";

    public async Task EnsureSchema(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists failed_jobs (
                number bigint generated always as identity unique, id text primary key, kind text not null, body bytea not null, round int not null, attempts int not null,
                reason text not null, first_at timestamptz not null, failed_at timestamptz not null, again boolean not null default false);
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The same work that fails once more has the same number.</summary>
    public async Task Keep(string id, string kind, byte[] body, int round, int attempts, string reason, DateTimeOffset firstAt, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            insert into failed_jobs (id, kind, body, round, attempts, reason, first_at, failed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (id) do update set kind = $2, body = $3, round = $4, attempts = $5, reason = $6, first_at = $7, failed_at = $8, again = false
            """);
        foreach (var text in (string[])[id, kind]) command.Parameters.Add(Of(text));
        command.Parameters.Add(Of(body));
        foreach (var count in (int[])[round, attempts]) command.Parameters.Add(Of(count));
        command.Parameters.Add(Of(OneLine(reason)));
        foreach (var at in (DateTimeOffset[])[firstAt, now]) command.Parameters.Add(Of(at.ToUniversalTime()));
        await command.ExecuteNonQueryAsync(ct);
    }

    public Task<List<FailedJob>> Newest(int limit, CancellationToken ct) => Read($"select {Columns} from failed_jobs order by number desc limit $1", ct, Of(limit));

    public async Task<FailedJob?> Find(long number, CancellationToken ct) => (await Read($"select {Columns} from failed_jobs where number = $1", ct, Of(number))).FirstOrDefault();

    /// <summary>What an operator wants to be sent again, but for what is on its way.</summary>
    internal Task<List<FailedJob>> ToSend(long[] onTheirWay, int limit, CancellationToken ct) =>
        Read($"select {Columns} from failed_jobs where again and number <> all ($1) order by number limit $2", ct, Of(onTheirWay), Of(limit));

    public async Task<long> Count(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select count(*) from failed_jobs");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <param name="number">Null for all.</param>
    /// <returns>How many there were.</returns>
    public Task<int> SendAgain(long? number, CancellationToken ct) => Run("update failed_jobs set again = true where $1 is null or number = $1", ct, OrAll(number));

    /// <param name="number">Null for all.</param>
    /// <returns>How many there were.</returns>
    public Task<int> Delete(long? number, CancellationToken ct) => Run("delete from failed_jobs where $1 is null or number = $1", ct, OrAll(number));

    /// <summary>It is on its way again, unless it has failed once more by now.</summary>
    internal Task<int> Sent(FailedJob job, CancellationToken ct) =>
        Run("delete from failed_jobs where number = $1 and again and round = $2", ct, Of(job.Number), Of(job.Round));

    /// <summary>It cannot be sent, and stays.</summary>
    internal Task<int> Stay(FailedJob job, string reason, CancellationToken ct) =>
        Run("update failed_jobs set again = false, reason = $2 where number = $1", ct, Of(job.Number), Of(OneLine(reason)));

    internal Task<int> Forget(DateTimeOffset before, CancellationToken ct) =>
        Run("delete from failed_jobs where failed_at < $1 and not again", ct, Of(before.ToUniversalTime()));

    private async Task<int> Run(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = postgres.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<FailedJob>> Read(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = postgres.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        List<FailedJob> found = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(new(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3), row.GetInt32(4), row.GetInt32(5), row.GetString(6),
                row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8), row.GetBoolean(9)));
        return found;
    }

    /// <summary>PostgreSQL keeps no zero character in a text.</summary>
    private static string OneLine(string reason)
    {
        var line = reason.ReplaceLineEndings(" ").Replace("\0", "", StringComparison.Ordinal);
        return line.Length <= LongestReason ? line : line[..LongestReason];
    }

    private static NpgsqlParameter<long?> OrAll(long? number) => new() { TypedValue = number, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint };

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
