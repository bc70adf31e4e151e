using EventChat.Events.Store;

namespace EventChat.Projections.Subscriptions;

/// <summary>
/// What a subscription is still to be told of one stream, in order. A few events wait in memory; beyond that, only how far there is more, and the log keeps it. So a lane that
/// stands still costs nothing, whatever it misses.
/// </summary>
/// <param name="told">The version up to which all was taken.</param>
public sealed class Lane(StreamName stream, long told)
{
    private const int Most = 64;
    private readonly Queue<RecordedEvent> waiting = new();

    /// <summary>Beyond those that wait there are more, up to this version; 0 for none.</summary>
    private long missed;

    public StreamName Stream => stream;
    public long Told { get; private set; } = told;
    public long Seen { get; private set; } = told;
    public int Attempts { get; set; }
    public DateTimeOffset? FailingSince { get; set; }
    internal bool IsWorking { get; set; }
    public bool IsDone => Seen == Told;
    public bool MustRead => waiting.Count == 0 && missed > 0;
    public long Missed => missed;

    public static Lane Of(LaneProgress progress) => new(new(progress.Stream), progress.Told)
    {
        Seen = progress.Seen, missed = progress.Seen, Attempts = progress.Attempts, FailingSince = progress.FailingSince,
    };

    public LaneProgress Progress => new(stream.Value, Told, Seen, Attempts, FailingSince);

    /// <summary>Takes what is newer than all it has seen.</summary>
    public void Offer(RecordedEvent e)
    {
        if (e.Version <= Seen) return;
        Seen = e.Version;
        if (missed == 0 && waiting.Count < Most) waiting.Enqueue(e);
        else missed = e.Version;
    }

    /// <summary>What was read of the log behind what was told.</summary>
    /// <param name="through">How far the log was read for it.</param>
    public void Refill(IEnumerable<RecordedEvent> events, long through)
    {
        foreach (var e in events) waiting.Enqueue(e);
        if (through >= missed) missed = 0;
        if (waiting.Count == 0) Told = missed == 0 ? Seen : Math.Max(Told, through);
    }

    /// <summary>What waits is left to the log, so that nothing is kept in memory while an address does not take it.</summary>
    public void PutBack()
    {
        waiting.Clear();
        missed = Seen;
    }

    public RecordedEvent? Next => waiting.TryPeek(out var e) ? e : null;

    public void Took()
    {
        Told = waiting.Dequeue().Version;
        if (waiting.Count == 0 && missed == 0) Told = Seen;
        (Attempts, FailingSince) = (0, null);
    }
}
