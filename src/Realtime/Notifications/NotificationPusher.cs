using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Notifications;
using EventChat.Projections.Running;
using EventChat.Realtime.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventChat.Realtime.Notifications;

/// <summary>
/// Tells people what they are told, on this node's connections: what the projection has kept of a page of the log goes to the router, which lets nobody hear of a
/// channel that they are not in. What happens while a node is away is in the feed.
/// </summary>
public sealed partial class NotificationPusher(
    IEventStore store, NotificationQueries notifications, ProjectionProgress progress, ChannelRouter router, ILogger<NotificationPusher> logger) : BackgroundService
{
    private static readonly StreamFilter Streams = new(StreamName.Channels, StreamName.Workspaces);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try { await Follow(stoppingToken); }
            catch (Exception) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception error) when (Outage.Is(error)) { LogAway(Outage.Reason(error)); }
            catch (Exception error) { LogLater(error); }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Follow(CancellationToken ct)
    {
        var told = await store.ReadHead(ct);
        await foreach (var page in store.Subscribe(told, Streams, ct))
        {
            if (page.Events.Count == 0 || !router.HasConnections)
            {
                told = page.Through;
                continue;
            }

            while (!await progress.Reached(page.Through, [NotificationSource.Name], ct)) { }
            foreach (var row in await notifications.Rows(told, page.Through, ct)) await router.Notify(new(row.UserId, row.ChannelId, null, Frames.Of(row)), ct);
            foreach (var shared in await notifications.Broadcasts(told, page.Through, ct)) await Tell(shared, ct);
            told = page.Through;
        }
    }

    private async Task Tell(BroadcastView shared, CancellationToken ct)
    {
        HashSet<UserId> not = [shared.Actor, .. await notifications.Deaf(shared, ct)];
        await router.Notify(new(null, shared.ChannelId, user => !not.Contains(user) && shared.Here?.Contains(user) != false, Frames.Of(shared)), ct);
    }

    [LoggerMessage(LogLevel.Warning, "Pushes of notifications wait for the database: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Warning, "Pushes of notifications were interrupted and go on with what comes")]
    private partial void LogLater(Exception error);
}
