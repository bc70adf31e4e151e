using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using Npgsql;

namespace EventChat.Adapters.EventStore;

/// <summary>The log as a PostgreSQL table: its schema and its reads.</summary>
internal sealed class LogTable(NpgsqlDataSource postgres, EventTypes types, Sealer sealer)
{
    public const string Channel = "eventchat_log";
    private const int FirstStep = 256, LongestStep = 65_536;
    private const string Columns = "position, stream, version, id, type, data, actor, session, causation, correlation, recorded_at, hash";

    /// <summary>Made once, by whichever node comes first.</summary>
    public async Task EnsureSchema(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists events (
                position bigint primary key, stream text collate "C" not null, version bigint not null, id uuid not null, type text not null,
                data bytea not null, actor text not null, session text, causation uuid not null, correlation uuid not null,
                recorded_at timestamptz not null, hash bytea not null, unique (stream, version));
            create table if not exists log_head (position bigint not null);
            insert into log_head select 0 where not exists (select from log_head);
            create table if not exists snapshots (
                stream text collate "C" primary key, format int not null, version bigint not null, state bytea not null);
            alter table snapshots alter column state set storage external;
            create or replace view events_readable as
                select position, stream, version, type, convert_from(data, 'UTF8')::jsonb as data, actor, recorded_at from events;
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>As of the last time that it was read.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>
    /// A cluster has an identifier of its own, a database one within it, and PostgreSQL counts the timelines: each recovery from an archive and each standby that takes over begins
    /// a new one.
    /// </summary>
    public async Task ReadEpoch(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select system_identifier, (select oid from pg_database where datname = current_database())::bigint, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
            from pg_control_system()
            """);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        // Clients are told a name, and not what the cluster says of itself.
        var history = string.Create(CultureInfo.InvariantCulture, $"{row.GetInt64(0)} {row.GetInt64(1)} {row.GetString(2)}");
        Epoch = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(history)).AsSpan(0, 8));
    }

    public async Task<Position> ReadHead(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select position from log_head");
        return new((long)(await command.ExecuteScalarAsync(ct))!);
    }

    /// <summary>Until the transaction of this connection ends; whoever is idle within it for two seconds loses it.</summary>
    public static async Task LockHead(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "set local idle_in_transaction_session_timeout = '2s'; select position from log_head for update", connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<long> ReadVersion(StreamName stream, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select version from events where stream = $1 order by version desc limit 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Value });
        return await command.ExecuteScalarAsync(ct) is long version ? version : 0;
    }

    /// <summary>Where each of these streams ends.</summary>
    public static async Task<Dictionary<string, StreamHead>> ReadHeads(NpgsqlConnection connection, string[] streams, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select s, e.version, e.hash from unnest($1) s,
                lateral (select version, hash from events where stream = s order by version desc limit 1) e
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = streams });
        Dictionary<string, StreamHead> heads = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) heads.Add(row.GetString(0), new(row.GetInt64(1), row.GetFieldValue<byte[]>(2)));
        return heads;
    }

    /// <summary>
    /// In growing steps of versions, not by a limit: whoever wants a few events does not pay for a million, and a plan that knows nothing of a young stream
    /// cannot choose to sort all of it.
    /// </summary>
    public async IAsyncEnumerable<RecordedEvent> ReadStream(
        StreamName stream, long after, long before, bool backwards, [EnumeratorCancellation] CancellationToken ct)
    {
        if (backwards) before = Math.Min(before, await ReadVersion(stream, ct) + 1);
        for (var step = FirstStep; after + 1 < before; step = Math.Min(step * 4, LongestStep))
        {
            var from = backwards ? Math.Max(after, before - 1 - step) : after;
            var to = backwards || before - after - 1 < step ? before : after + 1 + step;
            var read = 0;
            await foreach (var e in ReadVersions(stream, from, to, backwards ? "desc" : "asc", ct))
            {
                read++;
                yield return e;
            }

            if (read < step) yield break;
            if (backwards) before = from + 1;
            else after = to - 1;
        }
    }

    /// <summary>Whoever asks wants them all, and so in the longest steps.</summary>
    public async IAsyncEnumerable<EventOutline> ReadOutlines(StreamName stream, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var read = LongestStep; read == LongestStep; after += LongestStep)
        {
            read = 0;
            await using var command = postgres.CreateCommand("select position, version, type, data, actor, recorded_at from events where stream = $1 and version > $2 and version <= $3 order by version");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Value });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Math.Min(after, long.MaxValue - LongestStep) + LongestStep });
            await using var row = await command.ExecuteReaderAsync(ct);
            for (; await row.ReadAsync(ct); read++) yield return Outline(row);
        }
    }

    private static EventOutline Outline(NpgsqlDataReader row)
    {
        var type = row.GetString(2);
        return new(new(row.GetInt64(0)), row.GetInt64(1), string.IsInterned(type) ?? type, row.GetFieldValue<byte[]>(3), Id.Parse<UserId>(row.GetString(4)), new DateTimeOffset(row.GetDateTime(5)));
    }

    private IAsyncEnumerable<RecordedEvent> ReadVersions(StreamName stream, long after, long before, string order, CancellationToken ct)
    {
        var command = postgres.CreateCommand($"select {Columns} from events where stream = $1 and version > $2 and version < $3 order by version {order}");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = before });
        return Read(command, ct);
    }

    public IAsyncEnumerable<RecordedEvent> ReadAll(Position after, int limit, CancellationToken ct)
    {
        var command = postgres.CreateCommand($"select {Columns} from events where position > $1 order by position limit $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return Read(command, ct);
    }

    public async Task<List<RecordedEvent>> ReadPage(Position after, CancellationToken ct)
    {
        List<RecordedEvent> page = new(EventPage.MaxEvents);
        await foreach (var e in ReadAll(after, EventPage.MaxEvents, ct)) page.Add(e);
        return page;
    }

    private async IAsyncEnumerable<RecordedEvent> Read(NpgsqlCommand command, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var disposed = command;
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) yield return await Recorded(row, ct);
    }

    private async ValueTask<RecordedEvent> Recorded(NpgsqlDataReader row, CancellationToken ct)
    {
        var (position, stream, version, id, type) = (row.GetInt64(0), new StreamName(row.GetString(1)), row.GetInt64(2), row.GetGuid(3), row.GetString(4));
        var (data, context, at, hash) = (row.GetFieldValue<byte[]>(5), Context(row), new DateTimeOffset(row.GetDateTime(10)), row.GetFieldValue<byte[]>(11));
        var (opened, unopened) = await Open(type, data, new(stream, id, context.Actor, at), ct);
        return new(types)
        {
            Position = new(position), Stream = stream, Version = version, Id = id, Type = string.IsInterned(type) ?? type, Data = data, Opened = opened, Unopened = unopened, Context = context,
            RecordedAt = at, Hash = hash,
        };
    }

    private async ValueTask<(ReadOnlyMemory<byte> Opened, string? Unopened)> Open(string type, byte[] data, SealedPlace place, CancellationToken ct)
    {
        try { return (await sealer.Open(type, data, place, ct), null); }
        catch (EventContractException error) { return (data, error.Message); }
    }

    private static EventContext Context(NpgsqlDataReader row)
    {
        try
        {
            return new(
                Id.Parse<UserId>(row.GetString(6)), row.IsDBNull(7) ? null : Id.Parse<SessionId>(row.GetString(7)), row.GetGuid(8), row.GetGuid(9));
        }
        catch (FormatException error)
        {
            throw new EventContractException($"{row.GetString(1)} version {row.GetInt64(2)} at position {row.GetInt64(0)}: {error.Message}", error);
        }
    }
}
