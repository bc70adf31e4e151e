using EventChat.Events.Store;
using Microsoft.Extensions.Logging;

namespace EventChat.Projections.Subscriptions;

/// <summary>What all subscriptions use.</summary>
internal sealed record SubscriptionContext(
    IEventStore Store, ISubscriptionRules Rules, Courier Courier, DeliveryPace Pace, ChannelHomes Homes, SubscriptionMetrics Metrics, TimeProvider Clock, ILogger Logger)
{
    /// <summary>So many go through the log at the same time.</summary>
    public SemaphoreSlim CatchUps { get; } = new(4);
}
