using EventChat.Adapters.Jobs;
using EventChat.Contracts.Support;
using EventChat.Projections.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EventChat.Contracts.Jobs;

/// <summary>What every queue of work promises, whoever keeps it.</summary>
public abstract class JobQueueContract : IAsyncLifetime, IClassFixture<PostgresDatabase>
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly JobCounts counts = JobCounts.Start();

    protected JobQueueContract(PostgresDatabase database)
    {
        Metrics = new(counts.Meters);
        FailedJobs = new(database.Source);
        GivingUp = new(FailedJobs, Metrics, TimeProvider.System, NullLogger<GivingUp>.Instance);
    }

    protected JobMetrics Metrics { get; }
    protected FailedJobs FailedJobs { get; }
    protected GivingUp GivingUp { get; }

    /// <summary>Gives up after eight seconds, more than a busy machine stands still, begins again after 20 ms, and runs at most four attempts at a time.</summary>
    protected static JobOptions Usual { get; } = new() { Parallel = 4, FirstPauseSeconds = 0.02, GiveUpSeconds = 8 };

    protected abstract Task<IJobQueue> Start(JobOptions options, params IJobHandler[] handlers);

    protected Task<IJobQueue> Start(params IJobHandler[] handlers) => Start(Usual, handlers);

    /// <summary>How much was given up so far.</summary>
    private long GivenUp => counts["eventchat.jobs.given_up"];

    public virtual async Task InitializeAsync()
    {
        await FailedJobs.EnsureSchema(CancellationToken.None);
        await FailedJobs.Delete(null, CancellationToken.None);
    }

    public virtual Task DisposeAsync()
    {
        counts.Dispose();
        return Task.CompletedTask;
    }

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
    public async Task Work_that_nobody_does_is_refused_at_once()
    {
        var none = await Start();

        await Assert.ThrowsAsync<InvalidOperationException>(() => none.Enqueue(Mail("one"), CancellationToken.None));
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
    public async Task Work_that_runs_out_of_its_own_time_is_tried_again()
    {
        var worker = new Worker { Failures = 1, Failure = new TaskCanceledException("too slow") };
        var queue = await Start(worker);

        await queue.Enqueue(Mail("one"), CancellationToken.None);

        await Until(() => worker.Done.Count == 1);
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
    public async Task Work_that_never_succeeds_is_given_up_loudly_and_kept()
    {
        var worker = new Worker { Failures = int.MaxValue };
        var queue = await Start(worker);

        await queue.Enqueue(Mail("one"), CancellationToken.None).WaitAsync(Patience);

        await Until(() => GivenUp == 1);
        Assert.InRange(worker.Attempts, 2, int.MaxValue);
        Assert.Empty(worker.Done);
        var kept = Assert.Single(await FailedJobs.Newest(10, CancellationToken.None));
        Assert.Equal(("one", "mail", 0, "IOException: not now"), (kept.Id, kept.Kind, kept.Round, kept.Reason));
        Assert.InRange(kept.FailedAt - kept.FirstAt, TimeSpan.FromSeconds(8 - 0.1), Patience);
        Assert.InRange(kept.Attempts, 2, worker.Attempts);
    }

    [Fact]
    public async Task Work_that_fails_does_not_keep_other_work_waiting()
    {
        var worker = new Worker { FailsFor = static id => id.StartsWith("bad", StringComparison.Ordinal) };
        var queue = await Start(worker);
        var bad = Enumerable.Range(0, 20).Select(i => queue.Enqueue(Mail($"bad {i}"), CancellationToken.None)).ToList();

        await queue.Enqueue(Mail("good"), CancellationToken.None).WaitAsync(Patience);

        await Until(() => worker.Done.Count == 1);
        Assert.Equal(0, GivenUp);
        await Task.WhenAll(bad).WaitAsync(Patience);
    }

    [Fact]
    public async Task Much_work_is_done_by_few_at_a_time()
    {
        var worker = new Worker { Duration = TimeSpan.FromMilliseconds(5) };
        var queue = await Start(worker);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => queue.Enqueue(Mail($"{i}"), CancellationToken.None)));

        await Until(() => worker.Done.Count == 200);
        Assert.Equal(200, worker.Done.Select(static j => j.Id).Distinct().Count());
        Assert.InRange(worker.Most, 2, 4);
    }

    [Fact]
    public async Task The_same_work_handed_in_twice_is_done_once()
    {
        var worker = new Worker { Duration = TimeSpan.FromMilliseconds(20) };
        var queue = await Start(worker);

        await Task.WhenAll(queue.Enqueue(Mail("one"), CancellationToken.None), queue.Enqueue(Mail("one"), CancellationToken.None));
        await queue.Enqueue(Mail("one"), CancellationToken.None);
        await queue.Enqueue(Mail("two"), CancellationToken.None);

        await Until(() => worker.Done.Count == 2);
        Assert.Equal(["one", "two"], worker.Done.Select(static j => j.Id).Order());
    }

    [Fact]
    public async Task Failed_work_is_sent_again_when_somebody_says_so_and_is_then_kept_no_more()
    {
        var worker = new Worker { FailsFor = static _ => true, Failure = new JobRefusedException("never") };
        var queue = await Start(worker);
        var errand = new SendAgain(FailedJobs, queue, Options.Create(Usual), Metrics, TimeProvider.System, NullLogger<SendAgain>.Instance);
        await queue.Enqueue(Mail("one"), CancellationToken.None);
        await Until(() => GivenUp == 1);

        await errand.Run(CancellationToken.None);
        var kept = Assert.Single(await FailedJobs.Newest(10, CancellationToken.None));
        Assert.Equal((1, 1), (await FailedJobs.SendAgain(kept.Number, CancellationToken.None), worker.Attempts));
        await errand.Run(CancellationToken.None);
        await Until(() => GivenUp == 2);
        kept = Assert.Single(await FailedJobs.Newest(10, CancellationToken.None));
        Assert.Equal((1, false), (kept.Round, kept.IsAgain));
        worker.FailsFor = static _ => false;
        await FailedJobs.SendAgain(null, CancellationToken.None);
        await Until(async () =>
        {
            await errand.Run(CancellationToken.None);
            return await FailedJobs.Count(CancellationToken.None) == 0;
        });

        await Until(() => worker.Done.Count == 1);
        Assert.Equal(("one", 2), (worker.Done.Single().Id, worker.Done.Single().Round));
    }

    protected static SendMail Mail(string id) => new(id, "bob@example.org", "Hello", "Hello", "<p>Hello</p>");

    protected static Task Until(Func<bool> claim) => Until(() => Task.FromResult(claim()));

    protected static async Task Until(Func<Task<bool>> claim)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); !await claim(); await Task.Delay(5))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience);
    }
}
