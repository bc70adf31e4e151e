using EventChat.Projections.Running;
using EventChat.Projections.Users;
using EventChat.Realtime.Pushes;
using EventChat.Realtime.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventChat.Realtime.Presence;

/// <summary>
/// Some times a second: tells the other nodes how people are by the connections of this one, reads how those are whom somebody here looks at, and tells who looks
/// what is new. A tick without news costs nothing, and nothing of it but the status that somebody set is read from the database.
/// </summary>
public sealed partial class PresencePusher(
    IPresence presence, Devices devices, PresenceDesk desk, PresenceFollower follower, StatusQueries statuses, ProjectionProgress progress, Frontier frontier,
    ChannelRouter router, IOptions<PresenceOptions> options, ILogger<PresencePusher> logger) : BackgroundService
{
    private const int Sweep = 10;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100), Pause = TimeSpan.FromSeconds(1);
    private readonly string node = $"node-{Guid.CreateVersion7():n}";
    private readonly Lookers<Outbox> lookers = desk.Lookers;

    /// <summary>Who comes back to another node within the time of grace was not away.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        devices.LeaveAll();
        try { await presence.Post(node, devices.Collect(everybody: true), cancellationToken); }
        catch (Exception error) { LogAlone(Outage.Reason(error)); }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try { await Task.WhenAll(Repeat(Say, stoppingToken), Repeat(Show, stoppingToken), Listen(stoppingToken)); }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Say(bool sweeps, CancellationToken ct)
    {
        if (devices.Collect(sweeps) is not { Count: > 0 } news) return;
        try { await presence.Post(node, news, ct); }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            LogAlone(Outage.Reason(error));
            devices.Repeat();
            await Task.Delay(Pause, ct);
        }
    }

    private async Task Show(bool sweeps, CancellationToken ct)
    {
        try
        {
            await Read(sweeps, ct);
            if (!lookers.HasNews) return;
            await frontier.Reach(() => follower.Through, ct);
            await Tell(ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            LogLater(Outage.Reason(error));
            lookers.ForgetAll();
            await Task.Delay(Pause, ct);
        }
    }

    private async Task Read(bool sweeps, CancellationToken ct)
    {
        var (people, withStatus) = lookers.Unread(sweeps);
        if (people.Count == 0) return;
        if (withStatus.Count > 0)
        {
            while (!await progress.Reached(follower.Through, [StatusProjection.Name], ct)) { }
            lookers.Learn(withStatus, await statuses.Find(withStatus, ct));
        }

        lookers.Learn(await presence.Read(people, ct), TimeSpan.FromSeconds(options.Value.GoneSeconds));
    }

    private async Task Tell(CancellationToken ct)
    {
        var (news, frames) = (lookers.Collect(), new PresenceFrames());
        foreach (var some in news.Chunk(Delivery.Most))
            await router.Deliver(new([.. some.Select(one => (one.Look.Box, frames.Of(one.Shown)))], () => Array.ForEach(some, static one => one.Look.Told.TrySetResult())), ct);
    }

    private async Task Listen(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                lookers.ForgetAll();
                await foreach (var user in presence.Changes(ct)) lookers.Hear(user);
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                LogAlone(Outage.Reason(error));
            }

            await Task.Delay(Pause, ct);
        }
    }

    private static async Task Repeat(Func<bool, CancellationToken, Task> step, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Tick);
        for (var tick = 0; await timer.WaitForNextTickAsync(ct); tick++) await step(tick % Sweep == 0, ct);
    }

    [LoggerMessage(LogLevel.Warning, "Who is there cannot be shared with other nodes: {Reason}")]
    private partial void LogAlone(string reason);

    [LoggerMessage(LogLevel.Warning, "Who is there cannot be told for now: {Reason}")]
    private partial void LogLater(string reason);
}
