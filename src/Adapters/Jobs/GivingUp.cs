using EventChat.Projections.Jobs;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace EventChat.Adapters.Jobs;

/// <summary>The end of work that was not done: it is kept for an operator, counted and said.</summary>
public sealed partial class GivingUp
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.5), LongestRest = TimeSpan.FromSeconds(10);
    private readonly FailedJobs failed;
    private readonly JobMetrics metrics;
    private readonly TimeProvider clock;
    private readonly ILogger<GivingUp> logger;
    private readonly ResiliencePipeline patience;

    public GivingUp(FailedJobs failed, JobMetrics metrics, TimeProvider clock, ILogger<GivingUp> logger)
    {
        (this.failed, this.metrics, this.clock, this.logger) = (failed, metrics, clock, logger);
        // Whoever has the work keeps it until the database is there.
        patience = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue, BackoffType = DelayBackoffType.Exponential, Delay = Rest, MaxDelay = LongestRest,
            ShouldHandle = new PredicateBuilder().Handle<Exception>(static e => e is not OperationCanceledException),
        }).Build();
    }

    /// <summary>Completes when it is kept; a database that is away is waited for.</summary>
    public Task Keep(Job job, int attempts, DateTimeOffset firstAt, Exception error, CancellationToken ct) =>
        Keep(job.Id, JobWire.KindOf(job), JobWire.Write(job), job.Round, attempts, firstAt, ReasonOf(error), error.GetType().Name, ct);

    /// <summary>Likewise, of what this version cannot read.</summary>
    public Task KeepUnread(string id, string kind, byte[] body, int round, string reason, CancellationToken ct) =>
        Keep(id, kind, body, round, 0, clock.GetUtcNow(), reason, "unreadable", ct);

    private async Task Keep(string id, string kind, byte[] body, int round, int attempts, DateTimeOffset firstAt, string reason, string why, CancellationToken ct)
    {
        await patience.ExecuteAsync(async token => await failed.Keep(id, kind, body, round, attempts, reason, firstAt, clock.GetUtcNow(), token), ct);
        metrics.GivenUp(kind);
        // What failed may name people or quote what they wrote, so the log says only its kind.
        LogGivenUp(kind, id, why);
    }

    /// <summary>What an operator is told; of whom was not asked any more, why not.</summary>
    private static string ReasonOf(Exception error) => error switch
    {
        JobRefusedException => error.Message,
        BrokenCircuitException { InnerException: { } away } => ReasonOf(away),
        _ => $"{error.GetType().Name}: {error.Message}",
    };

    [LoggerMessage(LogLevel.Error, "The {Kind} {Job} was given up ({Error}); `jobs` lists what was")]
    private partial void LogGivenUp(string kind, string job, string error);
}
