using EventChat.Projections.Jobs;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace EventChat.Adapters.Jobs;

/// <summary>
/// Work that RabbitMQ keeps, shared by all nodes on one broker: <see cref="Enqueue"/> completes when the broker has confirmed that it is written. A broker that is
/// away, at the start too, makes work wait and nothing else.
/// </summary>
public sealed partial class RabbitMqJobQueue : BackgroundService, IJobQueue
{
    private const int LooksPerMeasure = 5;
    private static readonly TimeSpan
        Patience = TimeSpan.FromSeconds(15), Rest = TimeSpan.FromSeconds(0.2), LongestRest = TimeSpan.FromSeconds(5), Glance = TimeSpan.FromSeconds(1),
        Farewell = TimeSpan.FromSeconds(5), Notice = TimeSpan.FromSeconds(0.5), LongestRefused = TimeSpan.FromMinutes(1);
    private readonly RabbitMqBus bus;
    private readonly JobConsumer consumer;
    private readonly TimeProvider clock;
    private readonly ILogger<RabbitMqJobQueue> logger;
    private readonly ResiliencePipeline untilKept, once;
    private readonly CancellationTokenSource over = new();

    public RabbitMqJobQueue(
        IEnumerable<IJobHandler> handlers, IOptions<JobOptions> options, GivingUp givingUp, JobMetrics metrics, TimeProvider clock, ILogger<RabbitMqJobQueue> logger)
    {
        (this.clock, this.logger) = (clock, logger);
        consumer = new(handlers, PutOff, options, givingUp, metrics, clock);
        bus = new(options.Value, consumer, new(givingUp), metrics, over.Token);
        once = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(Patience).Build();
        untilKept = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue, BackoffType = DelayBackoffType.Exponential, UseJitter = true, Delay = Rest, MaxDelay = LongestRest,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(),
            })
            .AddPipeline(once)
            .Build();
    }

    public bool IsLasting => true;

    public bool IsAway => !bus.IsConnected;

    public async Task Enqueue(Job job, CancellationToken ct)
    {
        if (!consumer.Takes(job)) throw new InvalidOperationException($"Nobody here does {job.GetType().Name}.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, over.Token);
        await untilKept.ExecuteAsync(async token => await bus.Send(JobMessage.Of(job), token), either.Token);
    }

    /// <summary>First no more is taken, and then what is being done goes back: otherwise it would come here again and again, until it counted as what ends servers.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var farewell = bus.Stop(Farewell);
        await Task.Delay(Notice, clock, CancellationToken.None);
        await over.CancelAsync();
        await base.StopAsync(cancellationToken);
        await farewell;
    }

    public override void Dispose()
    {
        over.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = bus.Start(stoppingToken);
        var (said, refusedAt) = (true, (long?)null);
        for (var looks = 0; !stoppingToken.IsCancellationRequested; await Task.Delay(Glance, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing))
        {
            if (looks++ % LooksPerMeasure == 0) await bus.Measure(stoppingToken);
            if (bus.IsConnected || !await bus.Answers(Glance, stoppingToken)) refusedAt = null;
            else refusedAt ??= clock.GetTimestamp();
            if (refusedAt is { } since && clock.GetElapsedTime(since) > LongestRefused)
            {
                await bus.Renew(Farewell, stoppingToken);
                refusedAt = null;
            }

            if (bus.IsConnected == said) continue;
            said = bus.IsConnected;
            if (said) LogThere();
            else LogAway();
        }
    }

    /// <summary>Not for long: where the broker is away it hands the message out again by itself.</summary>
    private async Task PutOff(JobMessage message, TimeSpan pause, CancellationToken ct) =>
        await once.ExecuteAsync(async token => await bus.SendLater(message, pause, token), ct);

    [LoggerMessage(LogLevel.Warning, "RabbitMQ cannot be reached: mails and pushes wait for it, and nothing else does")]
    private partial void LogAway();

    [LoggerMessage(LogLevel.Information, "RabbitMQ is there")]
    private partial void LogThere();
}
