using System.Collections.Concurrent;
using EventChat.Projections.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace EventChat.Adapters.Jobs;

/// <summary>
/// Does the work in this process, and keeps it nowhere: <see cref="Enqueue"/> completes when it is done or given up. What a process leaves undone when it ends is
/// handed in again by whoever waited for it.
/// </summary>
public sealed partial class InProcessJobQueue : IJobQueue, IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private readonly IReadOnlyList<IJobHandler> handlers;
    private readonly JobMetrics metrics;
    private readonly ILogger<InProcessJobQueue> logger;
    private readonly SemaphoreSlim room, attempts;
    private readonly ConcurrentDictionary<string, Lazy<Task>> known = new();
    private readonly ConcurrentQueue<string> order = new();
    private readonly int remembered;
    private readonly ResiliencePipeline pipeline;

    public InProcessJobQueue(
        IEnumerable<IJobHandler> handlers, IOptions<JobOptions> options, JobMetrics metrics, TimeProvider clock, ILogger<InProcessJobQueue> logger)
    {
        (this.handlers, this.metrics, this.logger) = ([.. handlers], metrics, logger);
        (room, attempts) = (new(options.Value.MaxWaiting), new(options.Value.Parallel));
        remembered = options.Value.MaxWaiting * 10;
        pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddTimeout(TimeSpan.FromSeconds(options.Value.GiveUpSeconds))
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue, BackoffType = DelayBackoffType.Exponential, UseJitter = true, MaxDelay = LongestPause,
                Delay = TimeSpan.FromSeconds(options.Value.FirstPauseSeconds),
                ShouldHandle = new PredicateBuilder().Handle<Exception>(static e => e is not (JobRefusedException or OperationCanceledException)),
            })
            .Build();
    }

    public async Task Enqueue(Job job, CancellationToken ct)
    {
        if (handlers.FirstOrDefault(h => h.Takes(job)) is not { } handler) throw new InvalidOperationException($"Nobody here does {job.GetType().Name}.");
        await known.GetOrAdd(job.Id, id => new(() => Take(job, handler))).Value.WaitAsync(ct);
    }

    public void Dispose()
    {
        room.Dispose();
        attempts.Dispose();
    }

    private async Task Take(Job job, IJobHandler handler)
    {
        await room.WaitAsync();
        try { await Do(job, handler); }
        finally
        {
            room.Release();
            order.Enqueue(job.Id);
            while (order.Count > remembered && order.TryDequeue(out var oldest)) known.TryRemove(oldest, out _);
        }
    }

    private async Task Do(Job job, IJobHandler handler)
    {
        var kind = job.GetType().Name;
        try
        {
            await pipeline.ExecuteAsync(async token => await Attempt(job, handler, kind, token));
            metrics.Done(kind);
        }
        catch (Exception error)
        {
            metrics.GivenUp(kind);
            // What failed may name people or quote what they wrote, so only its kind is said.
            LogGivenUp(kind, job.Id, error.GetType().Name);
        }
    }

    private async ValueTask Attempt(Job job, IJobHandler handler, string kind, CancellationToken ct)
    {
        await attempts.WaitAsync(ct);
        try { await handler.Do(job, ct); }
        catch (Exception)
        {
            metrics.Failed(kind);
            throw;
        }
        finally { attempts.Release(); }
    }

    [LoggerMessage(LogLevel.Error, "{Kind} {Job} was given up: {Error}")]
    private partial void LogGivenUp(string kind, string job, string error);
}
