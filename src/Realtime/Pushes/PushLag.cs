namespace EventChat.Realtime.Pushes;

/// <summary>
/// How far pushes are behind the log, and the door that follows from it: intake must never outrun delivery, so a write waits where pushes are
/// late, and is refused when that does not end.
/// </summary>
public sealed class PushLag
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(2), Poll = TimeSpan.FromMilliseconds(4);
    private readonly TimeProvider clock;
    private readonly PushMetrics metrics;
    private long oldestTicks;

    public PushLag(TimeProvider clock, PushMetrics metrics)
    {
        (this.clock, this.metrics) = (clock, metrics);
        metrics.Lag = () => Current;
    }

    public TimeSpan Current => Interlocked.Read(ref oldestTicks) is > 0 and var ticks ? new(Math.Max(0, clock.GetUtcNow().UtcTicks - ticks)) : TimeSpan.Zero;

    public bool IsLate => Current >= Late;

    /// <summary>True when the write may come in, at once or after a wait; false after two seconds.</summary>
    public ValueTask<bool> Admit(CancellationToken ct) => IsLate ? Wait(ct) : new(true);

    internal void Working(DateTimeOffset oldest) => Interlocked.Exchange(ref oldestTicks, oldest.UtcTicks);

    internal void Idle() => Interlocked.Exchange(ref oldestTicks, 0);

    private async ValueTask<bool> Wait(CancellationToken ct)
    {
        var begun = clock.GetTimestamp();
        while (clock.GetElapsedTime(begun) < Patience)
        {
            await Task.Delay(Poll, clock, ct);
            if (!IsLate) return true;
        }

        metrics.Overloaded();
        return false;
    }
}
