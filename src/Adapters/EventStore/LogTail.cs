using EventChat.Events.Store;

namespace EventChat.Adapters.EventStore;

/// <summary>
/// The newest events, in memory, shared by all who follow the log on this node. It is bounded by count and bytes: who falls out of it reads
/// from the engine until it has caught up, so a slow reader neither loses anything nor holds anybody up.
/// </summary>
internal sealed class LogTail(int maxEvents, long maxBytes)
{
    private readonly Lock gate = new();
    private readonly RecordedEvent[] ring = new RecordedEvent[maxEvents];
    private TaskCompletionSource moved = Signal();
    private long first, next, bytes;
    private Position before, head;

    /// <summary>The last position this node knows of.</summary>
    public Position Head { get { lock (gate) return head; } }

    /// <summary>Where the log stood when this node began to follow it.</summary>
    public void Begin(Position position)
    {
        lock (gate) (before, head) = (position, position);
    }

    /// <summary>Takes events that follow the head without a gap.</summary>
    public void Publish(IReadOnlyList<RecordedEvent> events)
    {
        if (events.Count == 0) return;
        TaskCompletionSource wake;
        lock (gate)
        {
            foreach (var e in events)
            {
                while (next - first == maxEvents || (bytes > maxBytes && next > first)) DropOldest();
                ring[next++ % maxEvents] = e;
                bytes += Size(e);
                head = e.Position;
            }

            (wake, moved) = (moved, Signal());
        }

        wake.SetResult();
    }

    /// <summary>What is in memory may hold words whose keys are destroyed: whoever is behind reads the engine.</summary>
    public void Forget()
    {
        lock (gate)
            while (next > first) DropOldest();
    }

    /// <summary>
    /// The page after a position; null where that is no longer in memory. The task ends when there is more than the page holds, or already has.
    /// </summary>
    public (EventPage? Page, Task More) Read(Position after, StreamFilter filter)
    {
        lock (gate)
        {
            if (after >= head) return (new([], after, IsLive: true), moved.Task);
            if (after < before) return (null, Task.CompletedTask);

            List<RecordedEvent> events = [];
            var (at, through) = (Find(after), after);
            for (var seen = 0; at < next && seen < EventPage.MaxEvents; at++, seen++)
            {
                var e = ring[at % maxEvents];
                through = e.Position;
                if (filter.Matches(e.Stream)) events.Add(e);
            }

            return (new(events, through, at == next), at < next ? Task.CompletedTask : moved.Task);
        }
    }

    private void DropOldest()
    {
        ref var oldest = ref ring[first++ % maxEvents];
        before = oldest.Position;
        bytes -= Size(oldest);
        oldest = null!;
    }

    private long Find(Position after)
    {
        var (low, high) = (first, next);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (ring[middle % maxEvents].Position <= after) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static long Size(RecordedEvent e) => 400 + 4L * e.Data.Length;

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
