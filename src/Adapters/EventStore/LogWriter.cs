using System.Diagnostics;
using System.Threading.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventChat.Adapters.EventStore;

/// <summary>
/// Takes what waits, up to a group, checks each append against its stream's head, and commits them together. A conflict fails its own append
/// only. Where the head has moved, another node wrote: what it wrote is read and the group is checked again. Where the connection broke, the
/// same happens, and if the group is found in the log it was recorded after all: so an append is never recorded twice and never lost untold.
/// Whoever loses the race for the head again and again locks it for one turn, so that a node that never rests starves nobody.
/// </summary>
internal sealed partial class LogWriter(
    NpgsqlDataSource postgres, LogTable table, LogTail tail, SemaphoreSlim turn, ChannelReader<PendingAppend> queue, EventTypes types,
    EventStoreOptions options, LogMetrics metrics, ILogger logger)
    : IAsyncDisposable
{
    private const int MaxHeads = 200_000, MaxLost = 3;
    private static readonly TimeSpan ComeBack = TimeSpan.FromMilliseconds(10);
    private readonly Dictionary<string, StreamHead> heads = [];
    private readonly List<PendingAppend> group = [];
    private readonly List<RecordedEvent> events = new(512);
    private int lastGroup, lost;
    private Position headsThrough;
    private NpgsqlConnection? connection;
    private InsertGroup? insert;

    public async Task Run(CancellationToken ct)
    {
        try
        {
            while (await queue.WaitToReadAsync(ct))
            {
                // Where the last group was larger, its callers are about to come back: let the work that stands in front go first.
                if (queue.Count < lastGroup / 2) await Task.Yield();
                Take();
                lastGroup = group.Count;
                await turn.WaitAsync(ct);
                try { await Commit(ct); }
                finally { turn.Release(); }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { }
        finally
        {
            FailAll(new LogUnavailableException("The server is stopping."));
            while (queue.TryRead(out var append)) append.TrySetException(new LogUnavailableException("The server is stopping."));
            await DisposeAsync();
        }
    }

    private void Take()
    {
        group.Clear();
        for (var count = 0; count < options.MaxGroup && queue.TryRead(out var append); count += append.Events.Count) group.Add(append);
    }

    private async Task Commit(CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var attempt = 0; group.Count > 0; attempt++)
        {
            try
            {
                if (attempt > 0)
                {
                    metrics.Retried();
                    heads.Clear();
                    await CatchUp(ct);
                }

                await Connect(ct);
                if (lost < MaxLost ? await Check(ct) && await insert!.Run(events, tail.Head, ct) : await CommitAlone(ct))
                {
                    lost = 0;
                    Publish(Stopwatch.GetElapsedTime(begun));
                    return;
                }

                lost++;
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                await DisposeAsync();
                heads.Clear();
                if (error is PostgresException { IsTransient: false, SqlState: not ("57P01" or "57P02" or "57P03" or "25P03") } || OutOfPatience(begun))
                {
                    LogFailed(error, group.Count);
                    FailAll(new LogUnavailableException(error.Message, error));
                    return;
                }

                await Task.Delay(50, ct);
            }
        }
    }

    /// <summary>
    /// Nobody else writes meanwhile. Appends whose stream has moved are told so first, and decided again they come back within moments. A node that stops while it holds the
    /// lock is thrown out by PostgreSQL.
    /// </summary>
    private async Task<bool> CommitAlone(CancellationToken ct)
    {
        await CatchUp(ct);
        await using var transaction = await connection!.BeginTransactionAsync(ct);
        await LogTable.LockHead(connection, ct);
        await CatchUp(ct);
        if (!await Check(ct))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(ComeBack);
            try { await queue.WaitToReadAsync(patience.Token); }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return false; }
            Take();
            if (!await Check(ct)) return false;
        }

        if (!await insert!.Run(events, tail.Head, ct)) return false;
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Chains what fits and fails what does not; false where nothing is left to write.</summary>
    private async Task<bool> Check(CancellationToken ct)
    {
        events.Clear();
        await LoadHeads(ct);
        for (var i = 0; i < group.Count; i++)
        {
            var append = group[i];
            var head = heads.GetValueOrDefault(append.Stream.Value, StreamHead.None);
            if (head.Version == append.Expected)
            {
                heads[append.Stream.Value] = append.Chain(head, tail.Head, types, events);
                continue;
            }

            if (group.Take(i).FirstOrDefault(append.Repeats) is { } first) _ = append.Share(first);
            else await Conflict(append, head.Version, ct);
            group.RemoveAt(i--);
        }

        return events.Count > 0;
    }

    private async Task Conflict(PendingAppend append, long actual, CancellationToken ct)
    {
        List<RecordedEvent> found = [];
        if (actual >= append.Expected + append.Events.Count)
            await foreach (var e in table.ReadStream(append.Stream, append.Expected, append.Expected + append.Events.Count + 1, backwards: false, ct))
                found.Add(e);

        if (found.Count > 0 && found.Select(static e => e.Id).SequenceEqual(append.Events.Select(static e => e.Id))) append.TrySetResult(found);
        else append.TrySetException(new WrongExpectedVersionException(append.Stream, append.Expected, actual));
    }

    /// <summary>
    /// What is known of the heads holds as long as nobody else writes: the listener may have brought in what another node wrote. A writer may also know
    /// more than this node has heard of.
    /// </summary>
    private async Task LoadHeads(CancellationToken ct)
    {
        if (heads.Count > MaxHeads || headsThrough != tail.Head) heads.Clear();
        headsThrough = tail.Head;
        List<string>? missing = null;
        foreach (var append in group)
            if (heads.TryAdd(append.Stream.Value, StreamHead.None) || heads[append.Stream.Value].Version < append.Expected)
                (missing ??= []).Add(append.Stream.Value);

        if (missing is null) return;
        foreach (var (stream, head) in await LogTable.ReadHeads(connection!, [.. missing.Distinct()], ct)) heads[stream] = head;
    }

    /// <summary>Brings in what others wrote, or this node itself before its connection broke. Whoever calls it has the turn.</summary>
    public async Task CatchUp(CancellationToken ct)
    {
        while (await table.ReadPage(tail.Head, ct) is { Count: > 0 } page)
        {
            foreach (var e in page)
                if (heads.ContainsKey(e.Stream.Value)) heads[e.Stream.Value] = new(e.Version, e.Hash);
            tail.Publish(page);
        }
    }

    private void Publish(TimeSpan time)
    {
        var committed = events.ToArray();
        tail.Publish(committed);
        headsThrough = tail.Head;
        metrics.Committed(committed.Length, time);
        var from = 0;
        foreach (var append in group)
        {
            append.TrySetResult(new ArraySegment<RecordedEvent>(committed, from, append.Events.Count));
            from += append.Events.Count;
        }

        group.Clear();
    }

    private async Task Connect(CancellationToken ct)
    {
        if (connection is not null) return;
        connection = await postgres.OpenConnectionAsync(ct);
        insert = new(connection);
        await insert.Prepare(ct);
    }

    /// <summary>Closes the connection; the next commit opens another.</summary>
    public async ValueTask DisposeAsync()
    {
        if (insert is not null) await insert.DisposeAsync();
        if (connection is not null) await connection.DisposeAsync();
        (connection, insert) = (null, null);
    }

    private bool OutOfPatience(long begun) => Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(options.PatienceSeconds);

    private void FailAll(Exception error)
    {
        foreach (var append in group) append.TrySetException(error);
        group.Clear();
    }

    [LoggerMessage(LogLevel.Error, "{Appends} appends could not be written")]
    private partial void LogFailed(Exception error, int appends);
}
