using System.Collections.Concurrent;
using EventChat.Projections.Jobs;
using EventChat.Projections.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Jobs;

/// <summary>Sends failed work again where an operator asked for it, and forgets what is old.</summary>
public sealed partial class SendAgain(FailedJobs failed, IJobQueue jobs, IOptions<JobOptions> options, JobMetrics metrics, TimeProvider clock, ILogger<SendAgain> logger) : IErrand
{
    private const int AtOnce = 200;
    private readonly ConcurrentDictionary<long, Task> onTheirWay = new();

    public string Name => "failed-jobs";
    public TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    public async Task Run(CancellationToken ct)
    {
        foreach (var job in await failed.ToSend([.. onTheirWay.Keys], AtOnce, ct))
            onTheirWay.TryAdd(job.Number, Send(job, ct));
        foreach (var (number, sending) in onTheirWay)
            if (sending.IsCompleted) onTheirWay.TryRemove(number, out _);
        await failed.Forget(clock.GetUtcNow().AddDays(-options.Value.KeepFailedDays), ct);
        metrics.Keeps(await failed.Count(ct));
    }

    /// <summary>Where this process ends over it, it is still to be sent.</summary>
    private async Task Send(FailedJob job, CancellationToken ct)
    {
        try
        {
            if (JobWire.Read(job.Kind, job.Body) is not { } work)
            {
                await failed.Stay(job, "This version of the server cannot read it, or knows no work of this kind.", ct);
                return;
            }

            await jobs.Enqueue(work with { Round = job.Round + 1 }, ct);
            await failed.Sent(job, ct);
        }
        catch (InvalidOperationException nobody) when (nobody is not ObjectDisposedException) { await failed.Stay(job, nobody.Message, ct); }
        catch (Exception) when (ct.IsCancellationRequested) { }
        catch (Exception error) { LogLater(job.Number, error.GetType().Name); }
    }

    [LoggerMessage(LogLevel.Warning, "Failed job {Number} could not be sent again just now: {Error}")]
    private partial void LogLater(long number, string error);
}
