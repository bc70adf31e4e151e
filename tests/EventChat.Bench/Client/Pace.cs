namespace EventChat.Bench.Client;

/// <summary>Says when somebody who has been answered asks again.</summary>
internal abstract class Pace
{
    private int _resting;
    private int _askers;

    protected bool Stopped { get; private set; }

    public void Start(IReadOnlyList<Asker> askers)
    {
        _askers = askers.Count;
        Begin(askers);
    }

    public void Ready(Asker asker)
    {
        if (Next(asker) is { } due) asker.Ask(due);
        else Interlocked.Increment(ref _resting);
    }

    /// <summary>Nobody asks any more; false if some were still without their answer when the time was over.</summary>
    public async Task<bool> Stop(TimeSpan within, CancellationToken ct)
    {
        Stopped = true;
        End();
        for (var until = Clock.Now + Clock.Ticks(within); Clock.Now < until; await Task.Delay(5, ct))
        {
            if (Volatile.Read(ref _resting) >= _askers) return true;
        }

        return false;
    }

    protected abstract void Begin(IReadOnlyList<Asker> askers);

    protected abstract void End();

    /// <summary>When the next question is or was due, or null to rest.</summary>
    protected abstract long? Next(Asker asker);

    /// <summary>One who rested asks again.</summary>
    protected void Wake(Asker asker, long due)
    {
        Interlocked.Decrement(ref _resting);
        asker.Ask(due);
    }

    protected void Rest() => Interlocked.Increment(ref _resting);
}

/// <summary>Everybody asks as soon as answered: what the server can do at most.</summary>
internal sealed class ClosedLoop : Pace
{
    protected override void Begin(IReadOnlyList<Asker> askers)
    {
        foreach (var asker in askers) asker.Ask(Clock.Now);
    }

    protected override void End()
    {
    }

    protected override long? Next(Asker asker) => Stopped ? null : Clock.Now;
}
