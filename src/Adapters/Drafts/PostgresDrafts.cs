using System.Globalization;
using System.Runtime.CompilerServices;
using EventChat.Events;
using EventChat.Realtime.Drafts;
using Npgsql;

namespace EventChat.Adapters.Drafts;

/// <summary>
/// Drafts in a table of their own, and for each person a count of what they did with them, which every change takes first: so a person's changes come one after the other, and are told so (NOTIFY).
/// What is lost by a machine that fails in the same moment is a few letters; nobody waits for the disk.
/// </summary>
public sealed class PostgresDrafts(NpgsqlDataSource postgres, TimeProvider clock) : IDrafts
{
    public const string Channel = "eventchat_drafts";
    private const string Columns = "d.user_id, d.channel_id, d.thread_root, d.text, d.version, d.changed_at";

    /// <summary>In the table, of a draft in the channel itself.</summary>
    private const int NoThread = 0;

    private const string Count = """
        insert into draft_people as p values ($1, 1, clock_timestamp())
        on conflict (user_id) do update set version = p.version + 1, changed_at = clock_timestamp()
        returning set_config('synchronous_commit', 'off', true)
        """;

    private const string Tell = "pg_notify('eventchat_drafts', concat_ws(' ', d.user_id, d.channel_id, d.thread_root, p.version))";

    private const string Upsert = $"""
        with d as (
            insert into drafts as old select $1, $2, $3, $4, p.version, p.changed_at from draft_people p where p.user_id = $1
            on conflict (user_id, channel_id, thread_root) do update set text = excluded.text, version = excluded.version, changed_at = excluded.changed_at
            returning old.*)
        select {Columns}, {Tell} from d join draft_people p using (user_id)
        """;

    private const string RemoveOldest = $"""
        with d as (
            delete from drafts where user_id = $1 and version <= (select version from drafts where user_id = $1 order by version desc offset $2 limit 1) returning *)
        select {Tell} from d join draft_people p using (user_id)
        """;

    private const string Remove = $"""
        with d as (delete from drafts where user_id = $1 and channel_id = $2 and thread_root = $3 and version = $4 returning *)
        select {Tell} from d join draft_people p using (user_id)
        """;

    private const string RemoveAll = $"with d as (delete from drafts where user_id = $1 returning *) select {Tell} from d join draft_people p using (user_id)";

    private const string Find = $"select {Columns} from drafts d join unnest($1, $2, $3) as k (u, c, r) on d.user_id = k.u and d.channel_id = k.c and d.thread_root = k.r";

    private const string FindSettled = $"""
        select {Columns} from drafts d join unnest($1, $2, $3, $4) as k (u, c, r, ago) on d.user_id = k.u and d.channel_id = k.c and d.thread_root = k.r
        where d.changed_at <= clock_timestamp() - k.ago
        """;

    private const string Newest = $"""
        select {Columns}, coalesce(p.version, 0) from (select $1 as id) me left join draft_people p on p.user_id = me.id
        left join lateral (select * from drafts where user_id = me.id and version < $2 order by version desc limit $3) d on true
        """;

    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(10), Margin = TimeSpan.FromSeconds(30);
    private long? heardAt;

    public async Task EnsureSchema(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists draft_people (user_id text primary key, version bigint not null, changed_at timestamptz not null);
            create table if not exists drafts (
                user_id text not null, channel_id text not null, thread_root int not null, text text not null, version bigint not null, changed_at timestamptz not null,
                primary key (user_id, channel_id, thread_root));
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<Draft> Save(DraftPlace place, string text, CancellationToken ct)
    {
        await using var batch = Counted(place.UserId, New(Upsert, [.. KeyOf(place), Of(text)]), New(RemoveOldest, Of(place.UserId.ToString()), Of(Draft.Most)));
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.NextResultAsync(ct);
        await row.ReadAsync(ct);
        var saved = Read(row);
        // What fails after the first answer is said only to who reads on.
        while (await row.NextResultAsync(ct)) { }
        return saved;
    }

    public async Task Forget(IReadOnlyCollection<Settled> places, CancellationToken ct)
    {
        foreach (var draft in await Done(places, ct))
        {
            await using var batch = Counted(draft.Place.UserId, New(Remove, [.. KeyOf(draft.Place), Of(draft.Version)]));
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>What was not changed since it was settled: waiting for a connection makes that longer ago, and what is changed from here on has another version.</summary>
    private async Task<IReadOnlyList<Draft>> Done(IReadOnlyCollection<Settled> places, CancellationToken ct)
    {
        var asked = clock.GetTimestamp();
        await using var connection = await postgres.OpenConnectionAsync(ct);
        var waited = clock.GetElapsedTime(asked);
        await using var command = new NpgsqlCommand(FindSettled, connection);
        foreach (var key in KeysOf(places.Select(static s => s.Place))) command.Parameters.Add(key);
        command.Parameters.Add(Of(places.Select(s => s.Ago + waited).ToArray()));
        return await Read(command, ct);
    }

    public async Task ForgetAll(UserId user, CancellationToken ct)
    {
        await using var batch = Counted(user, New(RemoveAll, Of(user.ToString())));
        await batch.ExecuteNonQueryAsync(ct);
    }

    public async Task<DraftPage> Before(UserId user, long version, int limit, CancellationToken ct)
    {
        await using var command = Command(Newest, Of(user.ToString()), Of(version), Of(limit));
        await using var row = await command.ExecuteReaderAsync(ct);
        var (drafts, through) = (new List<Draft>(), 0L);
        while (await row.ReadAsync(ct))
        {
            through = row.GetInt64(6);
            if (!row.IsDBNull(0)) drafts.Add(Read(row));
        }

        return new(drafts, through);
    }

    public async Task<IReadOnlyList<Draft>> Read(IReadOnlyCollection<DraftPlace> places, CancellationToken ct)
    {
        await using var command = Command(Find, KeysOf(places));
        return await Read(command, ct);
    }

    public async IAsyncEnumerable<DraftNews> Changes([EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await postgres.OpenConnectionAsync(ct);
        Queue<string> told = [];
        connection.Notification += (_, change) => told.Enqueue(change.Payload);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
        foreach (var user in await ChangedWhileDeaf(connection, ct)) yield return new(user, null, 0);
        while (true)
        {
            heardAt = clock.GetTimestamp();
            while (told.TryDequeue(out var text))
                if (News(text) is { } news) yield return news;
            // A connection that is dead without anybody having said so is heard of by asking.
            if (await connection.WaitAsync(SafetyNet, ct)) continue;
            await using var ask = new NpgsqlCommand("select 1", connection);
            await ask.ExecuteScalarAsync(ct);
        }
    }

    /// <summary>Of whom something may have been missed; by the clock of the database, with a margin for a connection that was dead before it was noticed.</summary>
    private async Task<List<UserId>> ChangedWhileDeaf(NpgsqlConnection connection, CancellationToken ct)
    {
        var deaf = Margin + (heardAt is { } at ? clock.GetElapsedTime(at) : TimeSpan.Zero);
        await using var command = new NpgsqlCommand("select user_id from draft_people where changed_at > clock_timestamp() - $1", connection);
        command.Parameters.Add(Of(deaf));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<UserId> users = [];
        while (await row.ReadAsync(ct)) users.Add(Id.Parse<UserId>(row.GetString(0)));
        return users;
    }

    /// <summary>One transaction, in one round trip.</summary>
    private NpgsqlBatch Counted(UserId user, params ReadOnlySpan<NpgsqlBatchCommand> changes)
    {
        var batch = postgres.CreateBatch();
        batch.BatchCommands.Add(New(Count, Of(user.ToString())));
        foreach (var change in changes) batch.BatchCommands.Add(change);
        return batch;
    }

    private static DraftNews? News(string text) =>
        text.Split(' ') is [var user, var channel, var root, var version] && Id.TryParse<UserId>(user, out var userId) && Id.TryParse<ChannelId>(channel, out var channelId)
        && int.TryParse(root, CultureInfo.InvariantCulture, out var number) && long.TryParse(version, CultureInfo.InvariantCulture, out var count)
            ? new(userId, new(userId, channelId, Thread(number)), count)
            : null;

    private static async Task<IReadOnlyList<Draft>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        List<Draft> found = [];
        while (await row.ReadAsync(ct)) found.Add(Read(row));
        return found;
    }

    private static Draft Read(NpgsqlDataReader row) => new(
        new(Id.Parse<UserId>(row.GetString(0)), Id.Parse<ChannelId>(row.GetString(1)), Thread(row.GetInt32(2))), row.GetString(3), row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5));

    private static int? Thread(int number) => number == NoThread ? null : number;

    private static NpgsqlParameter[] KeyOf(DraftPlace place) => [Of(place.UserId.ToString()), Of(place.ChannelId.ToString()), Of(place.ThreadRoot ?? NoThread)];

    /// <summary>Of many, a column each.</summary>
    private static NpgsqlParameter[] KeysOf(IEnumerable<DraftPlace> places)
    {
        var all = places.ToList();
        return [Of(all.ConvertAll(static p => p.UserId.ToString()).ToArray()), Of(all.ConvertAll(static p => p.ChannelId.ToString()).ToArray()), Of(all.ConvertAll(static p => p.ThreadRoot ?? NoThread).ToArray())];
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = postgres.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlBatchCommand New(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
