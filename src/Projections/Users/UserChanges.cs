using EventChat.Events;
using EventChat.Events.Store;
using Microsoft.Extensions.Hosting;

namespace EventChat.Projections.Users;

/// <summary>Follows the log on every node and drops from memory what is no longer so.</summary>
internal sealed class UserChanges(IEventStore events, UserQueries users) : BackgroundService
{
    private Position from;

    /// <summary>Before anything is kept.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        from = await events.ReadHead(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var page in events.Subscribe(from, UserProjection.Streams, stoppingToken))
                foreach (var e in page.Events)
                    users.Forget(e.Stream.Id<UserId>(), e.Position);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }
}
