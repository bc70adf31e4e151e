using System.Collections.Concurrent;
using EventChat.Projections.Jobs;

namespace EventChat.Contracts.Jobs;

/// <summary>What every queue of work promises, whoever keeps it.</summary>
public abstract class JobQueueContract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A queue that gives up after eight seconds, more than a busy machine stands still, begins again after 20 ms, and runs at most four attempts at a time.</summary>
    protected abstract Task<IJobQueue> Start(params IJobHandler[] handlers);

    /// <summary>How much was given up so far.</summary>
    protected abstract long GivenUp { get; }

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Work_is_done()
    {
        var worker = new Worker();
        var queue = await Start(worker);

        await queue.Enqueue(Mail("one"), CancellationToken.None);

        await Until(() => worker.Done.Count == 1);
        Assert.Equal(Mail("one"), worker.Done.Single());
    }

    [Fact]
    public async Task Work_that_fails_is_tried_again_until_it_succeeds()
    {
        var worker = new Worker { Failures = 3 };
        var queue = await Start(worker);

        await queue.Enqueue(Mail("one"), CancellationToken.None);

        await Until(() => worker.Done.Count == 1);
        Assert.Equal(4, worker.Attempts);
        Assert.Equal(0, GivenUp);
    }

    [Fact]
    public async Task Work_that_is_refused_is_not_tried_again_and_holds_nothing_up()
    {
        var worker = new Worker { Refused = "bad" };
        var queue = await Start(worker);

        await Task.WhenAll(queue.Enqueue(Mail("bad"), CancellationToken.None), queue.Enqueue(Mail("good"), CancellationToken.None));

        await Until(() => worker.Done.Count == 1 && GivenUp == 1);
        Assert.Equal(2, worker.Attempts);
    }

    [Fact]
    public async Task Work_that_never_succeeds_is_given_up_loudly()
    {
        var worker = new Worker { Failures = int.MaxValue };
        var queue = await Start(worker);

        await queue.Enqueue(Mail("one"), CancellationToken.None).WaitAsync(Patience);

        await Until(() => GivenUp == 1);
        Assert.InRange(worker.Attempts, 2, int.MaxValue);
        Assert.Empty(worker.Done);
    }

    [Fact]
    public async Task Work_that_fails_does_not_keep_other_work_waiting()
    {
        var worker = new Worker { FailsFor = static id => id.StartsWith("bad", StringComparison.Ordinal) };
        var queue = await Start(worker);
        var bad = Enumerable.Range(0, 20).Select(i => queue.Enqueue(Mail($"bad {i}"), CancellationToken.None)).ToList();

        await queue.Enqueue(Mail("good"), CancellationToken.None).WaitAsync(Patience);

        await Until(() => worker.Done.Count == 1);
        await Task.WhenAll(bad).WaitAsync(Patience);
    }

    [Fact]
    public async Task Much_work_is_done_by_few_at_a_time()
    {
        var worker = new Worker { Takes = TimeSpan.FromMilliseconds(5) };
        var queue = await Start(worker);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => queue.Enqueue(Mail($"{i}"), CancellationToken.None)));

        await Until(() => worker.Done.Count == 200);
        Assert.Equal(200, worker.Done.Select(static j => j.Id).Distinct().Count());
        Assert.InRange(worker.Most, 2, 4);
    }

    [Fact]
    public async Task The_same_work_handed_in_twice_is_done_once()
    {
        var worker = new Worker { Takes = TimeSpan.FromMilliseconds(20) };
        var queue = await Start(worker);

        await Task.WhenAll(queue.Enqueue(Mail("one"), CancellationToken.None), queue.Enqueue(Mail("one"), CancellationToken.None));
        await queue.Enqueue(Mail("one"), CancellationToken.None);
        await queue.Enqueue(Mail("two"), CancellationToken.None);

        await Until(() => worker.Done.Count == 2);
        Assert.Equal(["one", "two"], worker.Done.Select(static j => j.Id));
    }

    private static SendMail Mail(string id) => new(id, "bob@example.org", "Hello", "Hello", "<p>Hello</p>");

    private static async Task Until(Func<bool> claim)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); !claim(); await Task.Delay(5))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience);
    }

    /// <summary>Somebody who does work, and not always well.</summary>
    private sealed class Worker : IJobHandler
    {
        private int attempts, running, most;

        public ConcurrentQueue<Job> Done { get; } = new();
        public int Failures { get; init; }
        public string? Refused { get; init; }
        public Func<string, bool> FailsFor { get; init; } = static _ => false;
        public TimeSpan Takes { get; init; }
        public int Attempts => attempts;
        public int Most => most;

        bool IJobHandler.Takes(Job job) => job is SendMail;

        public async Task Do(Job job, CancellationToken ct)
        {
            var attempt = Interlocked.Increment(ref attempts);
            InterlockedMax(Interlocked.Increment(ref running));
            try
            {
                if (Takes > TimeSpan.Zero) await Task.Delay(Takes, ct);
                if (job.Id == Refused) throw new JobRefusedException("never");
                if (attempt <= Failures || FailsFor(job.Id)) throw new IOException("not now");
                Done.Enqueue(job);
            }
            finally { Interlocked.Decrement(ref running); }
        }

        private void InterlockedMax(int now)
        {
            for (var seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most) { }
        }
    }
}
