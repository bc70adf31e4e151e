using EventChat.Events.Store;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>
/// Keeps every projection going on one node at a time: an advisory lock decides which; when that node dies another goes on from the checkpoint
/// within seconds.
/// </summary>
public sealed partial class ProjectionWorker(
    IEventStore events, IDocumentStore documents, [FromKeyedServices(Leadership.Pool)] NpgsqlDataSource postgres, IEnumerable<IProjector> projectors, ProjectionProgress progress,
    TimeProvider clock, ILogger<ProjectionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(projectors.Select(projector => Task.Run(() => Keep(projector, stoppingToken), stoppingToken)));

    /// <summary>An engine that comes back is no failure of the projection; anything else is, until it moves on.</summary>
    private async Task Keep(IProjector projector, CancellationToken ct)
    {
        for (var isAway = false; !ct.IsCancellationRequested;)
        {
            try
            {
                await Lead(projector, () => isAway = false, ct);
                return;
            }
            catch (Exception) when (ct.IsCancellationRequested) { return; }
            catch (Exception error) when (Outage.Is(error))
            {
                progress.NotLeading(projector.Name);
                // Once for each outage, not for each attempt.
                if (!isAway) LogAway(projector.Name, Outage.Reason(error));
                isAway = true;
            }
            catch (Exception error)
            {
                progress.Failed(projector.Name, error.Message);
                LogInterrupted(error, projector.Name);
            }

            await Task.Delay(Pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends only when a poison event has stopped the projection; until then it waits for its turn to lead.</summary>
    private async Task Lead(IProjector projector, Action reached, CancellationToken ct)
    {
        var leader = await Leadership.TryTake(projector.Name, postgres, ct);
        reached();
        while (leader is null)
        {
            progress.NotLeading(projector.Name);
            await Task.Delay(Pause, clock, ct);
            leader = await Leadership.TryTake(projector.Name, postgres, ct);
        }

        await using (leader)
        {
            try
            {
                await new ProjectionRun(projector, leader, events, documents, progress, clock).Follow(ct);
            }
            catch (PoisonEventException poison)
            {
                LogPoison(poison, projector.Name, poison.Event.Position);
                progress.Failed(projector.Name, poison.Message);
            }
            catch (Exception) when (leader.IsLost) { throw new LeadershipLostException(); }
        }
    }

    [LoggerMessage(LogLevel.Error, "Projection {Projection} has stopped: it cannot take the event at position {Position}")]
    private partial void LogPoison(Exception error, string projection, Position position);

    [LoggerMessage(LogLevel.Warning, "Projection {Projection} waits for the database and goes on from its checkpoint: {Reason}")]
    private partial void LogAway(string projection, string reason);

    [LoggerMessage(LogLevel.Warning, "Projection {Projection} was interrupted and goes on from its checkpoint")]
    private partial void LogInterrupted(Exception error, string projection);
}
