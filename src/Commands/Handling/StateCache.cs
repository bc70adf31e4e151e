using System.Collections.Concurrent;
using EventChat.Events.Store;

namespace EventChat.Commands.Handling;

/// <summary>The queues in use, within a budget of memory: beyond it the least used that nobody waits on are saved and dropped.</summary>
internal sealed class StateCache
{
    private const int SweepEveryMilliseconds = 500;
    private readonly ConcurrentDictionary<StreamName, StreamQueue> queues = new();
    private readonly StreamQueueContext context;
    private long nextSweep;
    private int sweeping;

    public StateCache(StreamQueueContext context)
    {
        this.context = context;
        context.Metrics.Entries = () => queues.Count;
        context.Metrics.Bytes = () => queues.Values.Sum(static q => q.Bytes);
    }

    public void Enqueue<TState>(StreamName stream, Entry<TState> entry) where TState : class, IState<TState>
    {
        StreamQueue? queue;
        do
        {
            if (!queues.TryGetValue(stream, out queue))
                queue = queues.GetOrAdd(stream, static (stream, context) => new StreamQueue<TState>(stream, context), context);
        }
        while (!((StreamQueue<TState>)queue).TryEnqueue(entry));

        if (Environment.TickCount64 > Interlocked.Read(ref nextSweep)) Sweep();
    }

    /// <summary>Saves what is worth it before the server ends, so that the next one starts warm.</summary>
    public async Task SaveAll(CancellationToken ct)
    {
        foreach (var (stream, queue) in queues)
        {
            if (!queue.TryClose()) continue;
            queues.TryRemove(new(stream, queue));
            await queue.SaveSnapshot(ct);
        }
    }

    private void Sweep()
    {
        Interlocked.Exchange(ref nextSweep, Environment.TickCount64 + SweepEveryMilliseconds);
        var budget = context.Options.StateMegabytes * 1024L * 1024;
        if (queues.Values.Sum(static q => q.Bytes) <= budget || Interlocked.Exchange(ref sweeping, 1) == 1) return;
        _ = Evict(budget * 9 / 10);
    }

    private async Task Evict(long target)
    {
        try
        {
            var held = queues.Values.Sum(static q => q.Bytes);
            foreach (var (stream, queue) in queues.OrderBy(static q => q.Value.LastUsed).ToList())
            {
                if (held <= target) break;
                if (!queue.TryClose()) continue;
                held -= queue.Bytes;
                queues.TryRemove(new(stream, queue));
                context.Metrics.Evicted(1);
                await queue.SaveSnapshot(CancellationToken.None);
            }
        }
        finally { Interlocked.Exchange(ref sweeping, 0); }
    }
}
