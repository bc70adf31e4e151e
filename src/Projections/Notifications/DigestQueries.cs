namespace EventChat.Projections.Notifications;

/// <summary>Who has yet to be mailed what they were told; kept beside the read models, for several servers that look at the same time.</summary>
public sealed class DigestQueries(ViewTables tables)
{
    private const string Checkpoint = "mail-digest";

    /// <summary>Notes for each person the first notification that has come since the last look. The very first look begins with what comes after it.</summary>
    public async Task Gather(CancellationToken ct)
    {
        var through = (await tables.ReadCheckpoint(NotificationSource.Name, ct)).Value;
        await using var command = tables.Postgres.CreateCommand($"""
            with turn as materialized (select pg_advisory_xact_lock(hashtextextended('eventchat mail digest', 0))),
            seen as (
                select coalesce((select (data ->> 'position')::bigint from {tables.Checkpoints} where id = '{Checkpoint}'), $1) as position from turn),
            fresh as (
                select n.data ->> 'userId' as id, min(CAST(n.data ->> 'position' as bigint)) as since from {tables.Notifications} n, seen
                where CAST(n.data ->> 'position' as bigint) > seen.position and CAST(n.data ->> 'position' as bigint) <= $1 and n.data ->> 'quiet' is null group by 1),
            noted as (
                insert into {tables.NotifyDigests} as d (id, data) select id, jsonb_build_object('id', id, 'since', since) from fresh
                on conflict (id) do update set data = excluded.data || d.data)
            insert into {tables.Checkpoints} as c (id, data) select '{Checkpoint}', jsonb_build_object('id', '{Checkpoint}', 'position', $1) from seen
            on conflict (id) do update set data = excluded.data where (c.data ->> 'position')::bigint < $1
            """);
        command.Parameters.Add(Parameter.Of(through));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Who waits, and nobody is at it.</summary>
    public Task<List<NotifyDigest>> Waiting(DateTimeOffset now, string after, int limit, CancellationToken ct) => tables.Read(
        ViewJson.Default.NotifyDigest, $"""
            select data from {tables.NotifyDigests} where id > $1 and data ->> 'since' is not null and coalesce((data ->> 'leasedUntil')::timestamptz < $2, true)
            order by id limit $3
            """, ct, Parameter.Of(after), Parameter.Of(now), Parameter.Of(limit));

    /// <summary>When people were last seen to do something, in minutes since 1970; who never was is left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> LastActive(IEnumerable<string> users, CancellationToken ct) =>
        (await tables.Read(ViewJson.Default.NotifyActivity, $"select data from {tables.NotifyActivity} where id = any($1)", ct, Parameter.Of(users.ToArray())))
            .ToDictionary(static a => a.Id, static a => a.Minute);

    /// <returns>False where another server was first.</returns>
    public Task<bool> Lease(NotifyDigest digest, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => Change(
        "data || jsonb_build_object('leasedUntil', $2::timestamptz)",
        "(data ->> 'since')::bigint = $3 and coalesce((data ->> 'leasedUntil')::timestamptz < $4, true)", digest, until, now, ct);

    /// <summary>Nothing waits any more of what did when it was looked at.</summary>
    /// <param name="sentAt">When it was mailed; null where there was nothing to mail.</param>
    public Task<bool> Settle(NotifyDigest digest, DateTimeOffset? sentAt, CancellationToken ct) => sentAt is { } at
        ? Change("(data - 'since' - 'leasedUntil') || jsonb_build_object('sentAt', $2::timestamptz)", "(data ->> 'since')::bigint = $3 and $4::timestamptz is not null", digest, at, at, ct)
        : Change("data - 'since' - 'leasedUntil'", "(data ->> 'since')::bigint = $3 and $2::timestamptz = $4::timestamptz", digest, default, default, ct);

    private async Task<bool> Change(string change, string where, NotifyDigest digest, DateTimeOffset second, DateTimeOffset fourth, CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand($"update {tables.NotifyDigests} set data = {change} where id = $1 and {where}");
        command.Parameters.Add(Parameter.Of(digest.Id));
        command.Parameters.Add(Parameter.Of(second.ToUniversalTime()));
        command.Parameters.Add(Parameter.Of(digest.Since ?? 0));
        command.Parameters.Add(Parameter.Of(fourth.ToUniversalTime()));
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
