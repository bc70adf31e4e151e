using EventChat.Events.Store;

namespace EventChat.Commands.Handling;

/// <summary>What the cache may ask of a stream's queue, whatever its state.</summary>
internal abstract class StreamQueue
{
    public long LastUsed { get; protected set; }
    public abstract long Bytes { get; }

    /// <summary>Drops the state unless somebody waits; a queue that was closed takes nothing more.</summary>
    public abstract bool TryClose();

    /// <summary>Saves the state where that is worth it, at the end of the server's life or of the state's.</summary>
    public abstract Task SaveSnapshot(CancellationToken ct);
}

/// <summary>
/// One queue a stream: what waits is decided one after the other on the state in memory and appended together, and while that append is under
/// way the next batch gathers. Another node may write too: the expected version catches it, the tail is read, the batch is decided again, for some
/// seconds at most.
/// A batch that records nothing checks the stream's version instead, so that no refusal and no answer comes from a state that is behind.
/// </summary>
internal sealed class StreamQueue<TState>(StreamName stream, StreamQueueContext context) : StreamQueue where TState : class, IState<TState>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private readonly StateLoader<TState> loader = new(stream, context);
    private List<Entry<TState>> waiting = [];
    private bool busy, closed;
    private long bytes;

    public override long Bytes => Interlocked.Read(ref bytes);

    /// <summary>False for a queue that was closed: ask for a new one. A full queue completes the entry with a refusal.</summary>
    public bool TryEnqueue(Entry<TState> entry)
    {
        lock (gate)
        {
            if (closed) return false;
            if (waiting.Count >= context.Options.MaxWaitingPerStream)
            {
                context.Metrics.Overloaded();
                entry.Refuse(new Overloaded());
                return true;
            }

            waiting.Add(entry);
            LastUsed = Environment.TickCount64;
            if (busy) return true;
            busy = true;
        }

        _ = Work();
        return true;
    }

    public override bool TryClose()
    {
        lock (gate)
        {
            if (busy || waiting.Count > 0) return false;
            return closed = true;
        }
    }

    public override Task SaveSnapshot(CancellationToken ct) => loader.SaveSnapshot(ct);

    private async Task Work()
    {
        Batch<TState>? done = null;
        while (true)
        {
            List<Entry<TState>> entries;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    busy = false;
                    break;
                }

                (entries, waiting) = (waiting, []);
            }

            done = await Decide(entries, done);
        }

        done?.Complete();
    }

    /// <summary>Decides and appends one batch; the one before hears its answer only when this one is on its way, so that the log never idles.</summary>
    private async Task<Batch<TState>?> Decide(List<Entry<TState>> entries, Batch<TState>? done)
    {
        var begun = context.Clock.GetTimestamp();
        try
        {
            while (context.Clock.GetElapsedTime(begun) < Patience)
            {
                var state = await loader.Load();
                loader.Mark();
                var batch = new Batch<TState>(entries, context.Clock.GetUtcNow());
                batch.Decide(state, loader.Version);
                var append = batch.Events.Count > 0
                    ? context.Store.Append(stream, loader.Version, batch.Events, CancellationToken.None)
                    : null;
                done?.Complete();
                done = null;

                if (append is null ? await loader.IsCurrent() : await Landed(append, batch))
                {
                    Interlocked.Exchange(ref bytes, state.Bytes);
                    return batch;
                }

                context.Metrics.Conflict();
            }

            context.Metrics.Overloaded();
            foreach (var entry in entries) entry.Refuse(new Overloaded());
        }
        catch (Exception error)
        {
            loader.Forget();
            done?.Complete();
            foreach (var entry in entries) entry.Fail(error);
        }

        return null;
    }

    private async Task<bool> Landed(Task<IReadOnlyList<RecordedEvent>> append, Batch<TState> batch)
    {
        try
        {
            batch.Recorded(await append);
            loader.Moved(batch.Events.Count);
            return true;
        }
        catch (WrongExpectedVersionException)
        {
            await loader.TakeBack();
            return false;
        }
    }
}

/// <summary>What all queues share.</summary>
internal sealed record StreamQueueContext(IEventStore Store, ISnapshotStore Snapshots, CommandOptions Options, CommandMetrics Metrics, TimeProvider Clock);
