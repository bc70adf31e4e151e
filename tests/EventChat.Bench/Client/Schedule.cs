namespace EventChat.Bench.Client;

/// <summary>
/// So many questions a second, evenly, whoever is free. When nobody is, the question waits and its time counts: a server
/// that falls behind cannot slow the schedule down.
/// </summary>
internal sealed class Schedule(double perSecond) : Pace
{
    private readonly Lock _gate = new();
    private readonly Queue<Asker> _free = new();
    private readonly Queue<long> _overdue = new();

    protected override void Begin(IReadOnlyList<Asker> askers)
    {
        foreach (var asker in askers)
        {
            Rest();
            _free.Enqueue(asker);
        }

        new Thread(Follow) { IsBackground = true, Name = "schedule", Priority = ThreadPriority.AboveNormal }.Start();
    }

    protected override void End()
    {
        lock (_gate) _overdue.Clear();
    }

    protected override long? Next(Asker asker)
    {
        lock (_gate)
        {
            if (_overdue.TryDequeue(out var due)) return due;

            _free.Enqueue(asker);
            return null;
        }
    }

    private void Follow()
    {
        var interval = Clock.Ticks(TimeSpan.FromSeconds(1 / perSecond));
        for (var due = Clock.Now + interval; !Stopped; due += interval)
        {
            if (due > Clock.Now) Clock.SleepUntil(due);
            if (!Stopped) Due(due);
        }
    }

    private void Due(long due)
    {
        Asker? asker;
        lock (_gate)
        {
            if (!_free.TryDequeue(out asker)) _overdue.Enqueue(due);
        }

        if (asker is not null) Wake(asker, due);
    }
}
