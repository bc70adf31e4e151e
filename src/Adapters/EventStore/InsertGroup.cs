using EventChat.Events.Store;
using Npgsql;
using NpgsqlTypes;

namespace EventChat.Adapters.EventStore;

/// <summary>
/// One prepared statement, one round trip, its own transaction: the head moves from where this node knows it and the events are there, or neither.
/// </summary>
internal sealed class InsertGroup : IAsyncDisposable
{
    private readonly NpgsqlCommand command;
    private readonly NpgsqlParameter<long> from = new() { NpgsqlDbType = NpgsqlDbType.Bigint }, to = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly Column<string> streams = new(NpgsqlDbType.Text), types = new(NpgsqlDbType.Text), actors = new(NpgsqlDbType.Text);
    private readonly Column<string?> sessions = new(NpgsqlDbType.Text);
    private readonly Column<long> versions = new(NpgsqlDbType.Bigint);
    private readonly Column<Guid> ids = new(NpgsqlDbType.Uuid), causations = new(NpgsqlDbType.Uuid), correlations = new(NpgsqlDbType.Uuid);
    private readonly Column<ReadOnlyMemory<byte>> data = new(NpgsqlDbType.Bytea), hashes = new(NpgsqlDbType.Bytea);
    private readonly Column<DateTime> times = new(NpgsqlDbType.TimestampTz);

    public InsertGroup(NpgsqlConnection connection) => command = new("""
        with head as (update log_head set position = $2 where position = $1 returning position),
        written as (
            insert into events (position, stream, version, id, type, data, actor, session, causation, correlation, recorded_at, hash)
            select $1 + e.n, e.stream, e.version, e.id, e.type, e.data, e.actor, e.session, e.causation, e.correlation, e.at, e.hash
            from head, unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) with ordinality
                as e (stream, version, id, type, data, actor, session, causation, correlation, at, hash, n))
        select pg_notify('eventchat_log', position::text) from head
        """, connection)
    {
        Parameters =
        {
            from, to, streams.Parameter, versions.Parameter, ids.Parameter, types.Parameter, data.Parameter, actors.Parameter, sessions.Parameter,
            causations.Parameter, correlations.Parameter, times.Parameter, hashes.Parameter,
        },
    };

    public Task Prepare(CancellationToken ct) => command.PrepareAsync(ct);

    /// <summary>False when the head was not where this node thought; then nothing was written.</summary>
    public async Task<bool> Run(List<RecordedEvent> events, Position head, CancellationToken ct)
    {
        from.TypedValue = head.Value;
        to.TypedValue = head.Value + events.Count;
        Fill(events);
        await using var moved = await command.ExecuteReaderAsync(ct);
        return await moved.ReadAsync(ct);
    }

    private void Fill(List<RecordedEvent> events)
    {
        streams.Clear(); versions.Clear(); ids.Clear(); types.Clear(); data.Clear(); actors.Clear(); sessions.Clear();
        causations.Clear(); correlations.Clear(); times.Clear(); hashes.Clear();
        foreach (var e in events)
        {
            streams.Add(e.Stream.Value);
            versions.Add(e.Version);
            ids.Add(e.Id);
            types.Add(e.Type);
            data.Add(e.Data);
            actors.Add(e.Actor.ToString());
            sessions.Add(e.Context.Session?.ToString());
            causations.Add(e.Context.Causation);
            correlations.Add(e.Context.Correlation);
            times.Add(e.RecordedAt.UtcDateTime);
            hashes.Add(e.Hash);
        }
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();

    /// <summary>An array parameter that is filled anew for each group.</summary>
    private sealed class Column<T>
    {
        private readonly List<T> values = new(512);
        public NpgsqlParameter<List<T>> Parameter { get; }
        public Column(NpgsqlDbType type) => Parameter = new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };
        public void Add(T value) => values.Add(value);
        public void Clear() => values.Clear();
    }
}
