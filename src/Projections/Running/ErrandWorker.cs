using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

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

/// <summary>Keeps every errand going on one node at a time, as <see cref="ReactorWorker"/> does with reactors; another takes over within seconds.</summary>
public sealed partial class ErrandWorker([FromKeyedServices(Leadership.Pool)] NpgsqlDataSource postgres, IEnumerable<IErrand> errands, TimeProvider clock, ILogger<ErrandWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(errands.Select(errand => Task.Run(() => Keep(errand, stoppingToken), stoppingToken)));

    private async Task Keep(IErrand errand, CancellationToken ct)
    {
        for (var isAway = false; !ct.IsCancellationRequested;)
        {
            try
            {
                await using var leader = await Leadership.TryTake(errand.Name, postgres, ct);
                isAway = false;
                while (leader is not null)
                {
                    await leader.Hold(ct);
                    await errand.Run(ct);
                    await Task.Delay(errand.Pause, clock, ct);
                }
            }
            catch (Exception) when (ct.IsCancellationRequested) { return; }
            catch (Exception error) when (Outage.Is(error))
            {
                // Once for each outage, not for each attempt.
                if (!isAway) LogAway(errand.Name, Outage.Reason(error));
                isAway = true;
            }
            catch (Exception error)
            {
                LogInterrupted(error, errand.Name);
            }

            await Task.Delay(Pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Errand {Errand} waits for the database: {Reason}")]
    private partial void LogAway(string errand, string reason);

    [LoggerMessage(LogLevel.Warning, "Errand {Errand} was interrupted and is tried again shortly")]
    private partial void LogInterrupted(Exception error, string errand);
}
