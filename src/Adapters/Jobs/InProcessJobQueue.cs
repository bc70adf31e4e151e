using System.Collections.Concurrent;
using EventChat.Projections.Jobs;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace EventChat.Adapters.Jobs;

/// <summary>
/// Does the work in this process, and keeps it nowhere: <see cref="Enqueue"/> completes when it is done or given up. What a process leaves undone when it ends is
/// handed in again by whoever waited for it.
/// </summary>
public sealed class InProcessJobQueue : IJobQueue, IDisposable
{
    private readonly IReadOnlyList<IJobHandler> handlers;
    private readonly GivingUp givingUp;
    private readonly JobMetrics metrics;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim room, attempts;
    private readonly ConcurrentDictionary<(string, int), Lazy<Task>> known = new();
    private readonly ConcurrentQueue<(string, int)> order = new();
    private readonly int remembered;
    private readonly ResiliencePipeline pipeline;
    private int waiting;

    public InProcessJobQueue(IEnumerable<IJobHandler> handlers, IOptions<JobOptions> options, GivingUp givingUp, JobMetrics metrics, TimeProvider clock)
    {
        (this.handlers, this.givingUp, this.metrics, this.clock) = ([.. handlers], givingUp, metrics, clock);
        (room, attempts) = (new(options.Value.MaxWaiting), new(options.Value.Parallel));
        remembered = options.Value.MaxWaiting * 10;
        pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddTimeout(TimeSpan.FromSeconds(options.Value.GiveUpSeconds))
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = retry => new(Pauses.After(retry.AttemptNumber + 1, options.Value.FirstPauseSeconds, retry.Outcome.Exception!)),
                ShouldHandle = new PredicateBuilder().Handle<Exception>(static e => e is not (JobRefusedException or OperationCanceledException)),
            })
            .Build();
    }

    public bool IsLasting => false;

    public bool IsAway => false;

    public async Task Enqueue(Job job, CancellationToken ct)
    {
        if (handlers.FirstOrDefault(h => h.Takes(job)) is not { } handler) throw new InvalidOperationException($"Nobody here does {job.GetType().Name}.");
        await known.GetOrAdd((job.Id, job.Round), id => new(() => Take(job, handler))).Value.WaitAsync(ct);
    }

    public void Dispose()
    {
        room.Dispose();
        attempts.Dispose();
    }

    private async Task Take(Job job, IJobHandler handler)
    {
        Tell(Interlocked.Increment(ref waiting));
        await room.WaitAsync();
        try { await Do(job, handler); }
        finally
        {
            room.Release();
            Tell(Interlocked.Decrement(ref waiting));
            order.Enqueue((job.Id, job.Round));
            while (order.Count > remembered && order.TryDequeue(out var oldest)) known.TryRemove(oldest, out _);
        }
    }

    private async Task Do(Job job, IJobHandler handler)
    {
        var (kind, begun, tried) = (JobWire.KindOf(job), clock.GetUtcNow(), 0);
        Exception? last = null;
        try
        {
            await pipeline.ExecuteAsync(async token =>
            {
                tried++;
                try { await Attempt(job, handler, kind, token); }
                catch (Exception error) when (!token.IsCancellationRequested)
                {
                    last = error;
                    throw;
                }
            });
            metrics.Done(kind);
        }
        catch (Exception error)
        {
            // Of work that ran out of time it is told why it had not succeeded before.
            await givingUp.Keep(job, tried, begun, error is JobRefusedException ? error : last ?? error, CancellationToken.None);
        }
    }

    private async ValueTask Attempt(Job job, IJobHandler handler, string kind, CancellationToken ct)
    {
        await attempts.WaitAsync(ct);
        try { await handler.Do(job, ct); }
        catch (BrokenCircuitException)
        {
            metrics.Spared(kind);
            throw;
        }
        catch (Exception error)
        {
            metrics.Failed(kind);
            if (error is OperationCanceledException && !ct.IsCancellationRequested) throw new TimeoutException(error.Message, error);
            throw;
        }
        finally { attempts.Release(); }
    }

    private void Tell(int count) => metrics.Waits(count, 0);
}
