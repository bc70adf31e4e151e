using Microsoft.Extensions.Hosting;

namespace EventChat.Projections.Running;

/// <summary>
/// Looks again and again whether there is something to do, on one node at a time. What it does it may do twice where a node dies over it, or loses the lead
/// without noticing at once.
/// </summary>
public interface IErrand
{
    /// <summary>Names the lead; for ever.</summary>
    string Name { get; }

    /// <summary>Between two looks.</summary>
    TimeSpan Pause { get; }

    Task Run(CancellationToken ct);
}

/// <summary>Keeps every errand going, on one node at a time.</summary>
public sealed class ErrandWorker(Leading leading, IEnumerable<IErrand> errands, TimeProvider clock) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(errands.Select(errand =>
        Task.Run(() => leading.Keep(errand.Name, leader => Look(errand, leader, stoppingToken), stoppingToken), stoppingToken)));

    private async Task Look(IErrand errand, Leadership leader, CancellationToken ct)
    {
        while (true)
        {
            await leader.Hold(ct);
            await errand.Run(ct);
            await Task.Delay(errand.Pause, clock, ct);
        }
    }
}
