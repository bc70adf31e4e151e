using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Commands.Handling;

/// <summary>Entries that are decided and appended together.</summary>
internal sealed class Batch<TState>(List<Entry<TState>> entries, DateTimeOffset now) where TState : IState<TState>
{
    /// <summary>Callers go on in the turn that completes them; a large batch is cut so that another core can take a part.</summary>
    private const int Share = 8;

    private readonly List<NewEvent> events = new(entries.Count);
    private readonly int[] ends = new int[entries.Count];
    private IReadOnlyList<RecordedEvent> recorded = [];
    private long version;

    public IReadOnlyList<NewEvent> Events => events;

    /// <summary>Each entry is decided on what the ones before it will have recorded.</summary>
    public void Decide(TState state, long from)
    {
        version = from;
        for (var i = 0; i < entries.Count; i++)
        {
            var decision = Decide(entries[i], state);
            if (decision.Event is { } single) Add(single, entries[i], 0, state);
            else
                for (var n = 0; n < decision.Events.Count; n++) Add(decision.Events[n], entries[i], n, state);
            ends[i] = events.Count;
        }
    }

    /// <summary>A decision that throws fails its own entry; what it knew of the state is as it was.</summary>
    private Decision Decide(Entry<TState> entry, TState state)
    {
        try { return entry.Decide(state, version, now); }
        catch (Exception error)
        {
            entry.Fail(error);
            return Decision.Nothing;
        }
    }

    public void Recorded(IReadOnlyList<RecordedEvent> landed) => recorded = landed;

    public void Complete()
    {
        for (var from = Share; from < entries.Count; from += Share)
            ThreadPool.UnsafeQueueUserWorkItem(static part => part.Batch.Complete(part.From), (Batch: this, From: from), preferLocal: false);
        Complete(0);
    }

    private void Complete(int from)
    {
        for (var i = from; i < Math.Min(from + Share, entries.Count); i++)
        {
            var begin = i == 0 ? 0 : ends[i - 1];
            IReadOnlyList<RecordedEvent> own = ends[i] == begin ? [] : ends[i] == begin + 1 ? [recorded[begin]] : [.. recorded.Take(begin..ends[i])];
            entries[i].Complete(own, own is [.., var last] ? last.Version : version - events.Count + begin);
        }
    }

    private void Add(DomainEvent @event, Entry<TState> entry, int index, TState state)
    {
        events.Add(new(entry.EventId(index), @event, entry.Context!, now));
        state.Apply(@event, entry.Context!.Actor, ++version, now);
    }
}
