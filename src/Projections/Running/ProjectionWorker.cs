using EventChat.Events.Store;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventChat.Projections.Running;

/// <summary>Keeps every projection going from its checkpoint, on one node at a time.</summary>
public sealed partial class ProjectionWorker(
    IEventStore events, IDocumentStore documents, Leading leading, IEnumerable<IProjector> projectors, ProjectionProgress progress, TimeProvider clock,
    ILogger<ProjectionWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(projectors.Select(projector => Task.Run(() => Keep(projector, stoppingToken), stoppingToken)));

    private Task Keep(IProjector projector, CancellationToken ct) => leading.Keep(
        projector.Name, leader => Follow(projector, leader, ct), ct,
        notLeading: () => progress.NotLeading(projector.Name), failed: error => progress.Failed(projector.Name, error.Message));

    /// <summary>Ends only when a poison event has stopped the projection.</summary>
    private async Task Follow(IProjector projector, Leadership leader, CancellationToken ct)
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

    [LoggerMessage(LogLevel.Error, "Projection {Projection} has stopped: it cannot take the event at position {Position}")]
    private partial void LogPoison(Exception error, string projection, Position position);
}
