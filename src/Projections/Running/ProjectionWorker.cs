using EventChat.Events.Store;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>
/// Keeps every projection going on one node at a time: an advisory lock decides which; when that node dies another goes on from the checkpoint
/// within seconds.
/// </summary>
public sealed partial class ProjectionWorker(
    IEventStore events, IDocumentStore documents, NpgsqlDataSource postgres, IEnumerable<IProjector> projectors, ProjectionProgress progress,
    TimeProvider clock, ILogger<ProjectionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(projectors.Select(projector => Task.Run(() => Keep(projector, stoppingToken), stoppingToken)));

    private async Task Keep(IProjector projector, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Lead(projector, ct);
                return;
            }
            catch (Exception) when (ct.IsCancellationRequested) { return; }
            catch (Exception error)
            {
                LogInterrupted(projector.Name, error.Message);
                progress.NotLeading(projector.Name);
                await Task.Delay(Pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Ends only when a poison event has stopped the projection; until then it waits for its turn to lead.</summary>
    private async Task Lead(IProjector projector, CancellationToken ct)
    {
        var leader = await Leadership.TryTake(projector.Name, postgres, ct);
        while (leader is null)
        {
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
        }
    }

    [LoggerMessage(LogLevel.Error, "Projection {Projection} has stopped: it cannot take the event at position {Position}")]
    private partial void LogPoison(Exception error, string projection, Position position);

    [LoggerMessage(LogLevel.Information, "Projection {Projection} does not run here: {Reason}")]
    private partial void LogInterrupted(string projection, string reason);
}
