using EventChat.Events.Store;
using EventChat.Projections.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventChat.Projections.Subscriptions;

/// <summary>Tells apps what they want to be told, on one node at a time.</summary>
public sealed class Dispatcher : BackgroundService
{
    private readonly SubscriptionContext context;
    private readonly SubscriptionQueries subscriptions;
    private readonly DeliveryTables tables;
    private readonly Leading leading;

    public Dispatcher(
        IEventStore store, SubscriptionQueries subscriptions, DeliveryTables tables, Leading leading, ISubscriptionRules rules, Courier courier, DeliveryPace pace, ChannelHomes homes,
        SubscriptionMetrics metrics, TimeProvider clock, ILogger<Dispatcher> logger)
    {
        context = new(store, rules, courier, pace, homes, metrics, clock, logger);
        (this.subscriptions, this.tables, this.leading) = (subscriptions, tables, leading);
    }

    public override void Dispose()
    {
        context.CatchUps.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => leading.Keep("webhooks", leader => new Dispatch(context, subscriptions, tables).Lead(leader, stoppingToken), stoppingToken), stoppingToken);
}
