using System.Collections.Concurrent;
using EventChat.Projections.Jobs;

namespace EventChat.Contracts.Jobs;

/// <summary>Somebody who does work, and not always well.</summary>
public sealed class Worker : IJobHandler
{
    private int attempts, running, most;

    public ConcurrentQueue<Job> Done { get; } = new();
    public int Failures { get; init; }
    public Exception Failure { get; init; } = new IOException("not now");
    public string? Refused { get; init; }
    public Func<string, bool> FailsFor { get; set; } = static _ => false;
    public TimeSpan Duration { get; init; }
    public int Attempts => attempts;
    public int Most => most;

    public bool Takes(Job job) => job is SendMail;

    public async Task Do(Job job, CancellationToken ct)
    {
        var attempt = Interlocked.Increment(ref attempts);
        Raise(Interlocked.Increment(ref running));
        try
        {
            if (Duration > TimeSpan.Zero) await Task.Delay(Duration, ct);
            if (job.Id == Refused) throw new JobRefusedException("never");
            if (attempt <= Failures || FailsFor(job.Id)) throw Failure;
            Done.Enqueue(job);
        }
        finally { Interlocked.Decrement(ref running); }
    }

    private void Raise(int now)
    {
        for (var seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most) { }
    }
}
