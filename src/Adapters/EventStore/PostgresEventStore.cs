using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EventChat.Events.Privacy;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Adapters.EventStore;

/// <summary>
/// The log as one table, written in groups by one writer a node. Positions are handed out inside the commit, by the row that also orders
/// the writers of other nodes, so they become visible in order. Those who follow it read the newest events from memory.
/// </summary>
public sealed class PostgresEventStore : IEventStore, IAsyncDisposable
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(1);
    private readonly LogTable table;
    private readonly LogTail tail;
    private readonly LogWriter writer;
    private readonly LogListener listener;
    private readonly EventTypes types;
    private readonly Sealer sealer;
    private readonly LogMetrics metrics;
    private readonly Channel<PendingAppend> queue;
    private readonly CancellationTokenSource stopping = new();
    private Task[] running = [];

    public PostgresEventStore(
        NpgsqlDataSource postgres, EventTypes types, Sealer sealer, IOptions<EventStoreOptions> options, LogMetrics metrics, ILogger<PostgresEventStore> logger)
    {
        (this.types, this.sealer, this.metrics) = (types, sealer, metrics);
        queue = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(options.Value.MaxQueued) { SingleReader = true });
        table = new(postgres, types, sealer);
        tail = new(options.Value.TailEvents, options.Value.TailMegabytes * 1024L * 1024);
        var turn = new SemaphoreSlim(1);
        writer = new(postgres, table, tail, turn, queue.Reader, types, options.Value, metrics, logger);
        listener = new(postgres, table, tail, writer, turn, logger);
        metrics.Queued = () => queue.Reader.Count;
        metrics.Position = () => tail.Head.Value;
    }

    public bool PositionsAreDense => true;
    public string Epoch => table.Epoch;

    /// <summary>Makes the tables where they are missing and begins to write and to follow.</summary>
    public async Task Start(CancellationToken ct)
    {
        await table.EnsureSchema(ct);
        await table.ReadEpoch(ct);
        tail.Begin(await table.ReadHead(ct));
        running = [Task.Run(() => writer.Run(stopping.Token), ct), Task.Run(() => listener.Run(stopping.Token), ct)];
    }

    public Task<IReadOnlyList<RecordedEvent>> Append(StreamName stream, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        if (events.Count == 0) return Task.FromResult<IReadOnlyList<RecordedEvent>>([]);

        var sealing = new PendingAppend(stream, expectedVersion, events).Serialize(types, sealer, ct);
        return sealing.IsCompletedSuccessfully ? Enqueue(sealing.Result) : Sealed(sealing.AsTask());
    }

    private async Task<IReadOnlyList<RecordedEvent>> Sealed(Task<PendingAppend> sealing) => await Enqueue(await sealing);

    private Task<IReadOnlyList<RecordedEvent>> Enqueue(PendingAppend append)
    {
        if (queue.Writer.TryWrite(append)) return append.Task;

        metrics.Overloaded();
        throw stopping.IsCancellationRequested ? new LogUnavailableException("The server is stopping.") : new LogOverloadedException();
    }

    public Task<long> ReadVersion(StreamName stream, CancellationToken ct) => Reachable(table.ReadVersion(stream, ct));

    public Task<Position> ReadHead(CancellationToken ct) => Reachable(table.ReadHead(ct));

    public IAsyncEnumerable<RecordedEvent> ReadStream(StreamName stream, long afterVersion, CancellationToken ct) =>
        Reachable(table.ReadStream(stream, afterVersion, long.MaxValue, backwards: false, ct), ct);

    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwards(StreamName stream, long beforeVersion, CancellationToken ct) =>
        Reachable(table.ReadStream(stream, 0, beforeVersion, backwards: true, ct), ct);

    public IAsyncEnumerable<EventOutline> ReadOutlines(StreamName stream, long afterVersion, CancellationToken ct) => Reachable(table.ReadOutlines(stream, afterVersion, ct), ct);

    public async IAsyncEnumerable<RecordedEvent> ReadAll(Position after, [EnumeratorCancellation] CancellationToken ct)
    {
        int count;
        do
        {
            count = 0;
            await foreach (var e in Reachable(table.ReadAll(after, EventPage.MaxEvents, ct), ct))
            {
                yield return e;
                count++;
                after = e.Position;
            }
        }
        while (count == EventPage.MaxEvents);
    }

    public async IAsyncEnumerable<EventPage> Subscribe(Position after, StreamFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var (page, more) = tail.Read(after, filter);
            page ??= await FromTable(after, filter, ct);
            if (page.Through > after) yield return page;
            after = page.Through;
            await more.WaitAsync(ct);
        }
    }

    /// <summary>Nothing is kept in memory of what the log held so far.</summary>
    public void Forget() => tail.Forget();

    public async ValueTask DisposeAsync()
    {
        if (!queue.Writer.TryComplete()) return;
        await stopping.CancelAsync();
        await Task.WhenAll(running).WaitAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task<EventPage> FromTable(Position after, StreamFilter filter, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var page = await table.ReadPage(after, ct);
                return page.Count == 0 ? new([], after, IsLive: true) : new([.. page.Where(e => filter.Matches(e.Stream))], page[^1].Position, IsLive: false);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(SafetyNet, ct);
            }
        }
    }

    private static async Task<T> Reachable<T>(Task<T> read)
    {
        try { return await read; }
        catch (NpgsqlException error) { throw new LogUnavailableException(error.Message, error); }
    }

    private static async IAsyncEnumerable<TEvent> Reachable<TEvent>(IAsyncEnumerable<TEvent> events, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var reader = events.GetAsyncEnumerator(ct);
        while (await Reachable(reader.MoveNextAsync().AsTask())) yield return reader.Current;
    }
}
