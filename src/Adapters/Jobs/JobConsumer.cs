using System.Collections.Concurrent;
using EventChat.Projections.Jobs;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;

namespace EventChat.Adapters.Jobs;

/// <summary>
/// Does what RabbitMQ hands out. A message is acknowledged once the work is done, or kept as failed, or waits as another message for its next attempt; what a process
/// does not get to the end of is handed out again.
/// </summary>
internal sealed class JobConsumer
{
    /// <summary>Longer than whoever does work waits for anybody, and well within the half hour after which RabbitMQ takes a message back.</summary>
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(5);
    private readonly IReadOnlyList<IJobHandler> handlers;
    private readonly Func<JobMessage, TimeSpan, CancellationToken, Task> putOff;
    private readonly GivingUp givingUp;
    private readonly JobMetrics metrics;
    private readonly TimeProvider clock;
    private readonly JobOptions options;
    private readonly ResiliencePipeline attempt;
    private readonly ConcurrentDictionary<(string, int, int), Lazy<Task>> known = new();
    private readonly ConcurrentQueue<(string, int, int)> order = new();

    /// <param name="putOff">Keeps a message until its time comes; completes when it is safe.</param>
    public JobConsumer(
        IEnumerable<IJobHandler> handlers, Func<JobMessage, TimeSpan, CancellationToken, Task> putOff, IOptions<JobOptions> options, GivingUp givingUp, JobMetrics metrics,
        TimeProvider clock)
    {
        (this.handlers, this.putOff, this.givingUp, this.metrics, this.clock, this.options) = ([.. handlers], putOff, givingUp, metrics, clock, options.Value);
        attempt = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(LongestAttempt).Build();
    }

    public bool Takes(Job job) => handlers.Any(h => h.Takes(job));

    /// <summary>What comes twice is dealt with once, as long as this process remembers.</summary>
    /// <exception cref="OperationCanceledException">It was not dealt with, and has to be handed out again.</exception>
    public async Task Consume(JobMessage message, CancellationToken ct)
    {
        try { await known.GetOrAdd(message.Key, _ => new(() => Take(message, ct))).Value; }
        catch (Exception error)
        {
            known.TryRemove(message.Key, out _);
            throw error as OperationCanceledException ?? new OperationCanceledException("The job goes back to the queue.", error, CancellationToken.None);
        }
    }

    /// <summary>Its process ended over it again and again.</summary>
    public Task Bury(JobMessage message, CancellationToken ct) => givingUp.KeepUnread(
        message.Id, message.Kind, System.Text.Encoding.UTF8.GetBytes(message.Body), message.Round, "It came back to the queue too often: servers ended, or lost RabbitMQ, while they did it.", ct);

    private async Task Take(JobMessage message, CancellationToken ct)
    {
        await Do(message, ct);
        order.Enqueue(message.Key);
        while (order.Count > options.MaxWaiting * 10 && order.TryDequeue(out var oldest)) known.TryRemove(oldest, out _);
    }

    private async Task Do(JobMessage message, CancellationToken ct)
    {
        if (message.Read() is not { } job)
        {
            await givingUp.KeepUnread(
                message.Id, message.Kind, System.Text.Encoding.UTF8.GetBytes(message.Body), message.Round, "This version of the server cannot read it, or knows no work of this kind.", ct);
            return;
        }

        try
        {
            await attempt.ExecuteAsync(async token => await Attempt(job, token), ct);
            metrics.Done(message.Kind);
        }
        catch (Exception) when (ct.IsCancellationRequested) { throw new OperationCanceledException(ct); }
        catch (Exception error) { await Failed(message, job, error, ct); }
    }

    /// <summary>Somebody else on this broker may do what nobody here does.</summary>
    private Task Attempt(Job job, CancellationToken ct) =>
        handlers.FirstOrDefault(h => h.Takes(job)) is { } handler ? handler.Do(job, ct) : throw new InvalidOperationException("Nobody here does such work; it is switched off.");

    private async Task Failed(JobMessage message, Job job, Exception error, CancellationToken ct)
    {
        if (error is BrokenCircuitException) metrics.Spared(message.Kind);
        else metrics.Failed(message.Kind);
        var (now, attempts) = (clock.GetUtcNow(), message.Attempt + 1);
        var first = message.FirstAt ?? now;
        var left = first + TimeSpan.FromSeconds(options.GiveUpSeconds) - now;
        if (error is JobRefusedException || left <= TimeSpan.Zero)
        {
            await givingUp.Keep(job, attempts, first, error, ct);
            return;
        }

        var pause = Pauses.After(attempts, options.FirstPauseSeconds, error);
        await putOff(message with { Attempt = attempts, FirstAt = first }, pause < left ? pause : left, ct);
    }
}
