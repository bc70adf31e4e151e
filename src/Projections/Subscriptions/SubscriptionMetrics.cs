using System.Diagnostics.Metrics;
using EventChat.Events.Store;
using Microsoft.Extensions.Logging;

namespace EventChat.Projections.Subscriptions;

/// <summary>What deliveries to apps say of themselves, as <c>eventchat_webhooks_…</c> at <c>/metrics</c>.</summary>
public sealed class SubscriptionMetrics
{
    public const string Meter = "EventChat.Webhooks";
    private readonly Counter<long> delivered, failed;
    private readonly Histogram<double> lag;

    public SubscriptionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        delivered = meter.CreateCounter<long>("eventchat.webhooks.delivered", description: "Events that an app's address took.");
        failed = meter.CreateCounter<long>("eventchat.webhooks.failed", description: "Attempts that an app's address did not take.");
        lag = meter.CreateHistogram<double>("eventchat.webhooks.lag.seconds", description: "From the event to the answer of the address that took it.");
    }

    internal void Delivered(RecordedEvent e, DateTimeOffset now)
    {
        delivered.Add(1);
        lag.Record(Math.Max(0, (now - e.RecordedAt).TotalSeconds));
    }

    internal void Failed() => failed.Add(1);
}

internal static partial class SubscriptionLogging
{
    [LoggerMessage(LogLevel.Warning, "Subscription {Subscription} was interrupted and goes on shortly")]
    public static partial void LogInterrupted(this ILogger logger, Exception error, string subscription);
}
