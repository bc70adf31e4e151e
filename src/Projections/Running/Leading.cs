using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>Keeps going what one node does at a time: an advisory lock decides which; when that node dies another goes on within seconds.</summary>
public sealed partial class Leading([FromKeyedServices(Leadership.Pool)] NpgsqlDataSource postgres, TimeProvider clock, ILogger<Leading> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Ends only when the work ends by itself or is cancelled; until then it waits for its turn to lead, and again whenever it was interrupted.</summary>
    /// <param name="name">Names the lead; for ever.</param>
    /// <param name="work">For as long as the lead is held.</param>
    /// <param name="notLeading">Another node leads, or the database is away, which is no failure of the work.</param>
    /// <param name="failed">The work was interrupted by anything else.</param>
    public async Task Keep(string name, Func<Leadership, Task> work, CancellationToken ct, Action? notLeading = null, Action<Exception>? failed = null)
    {
        for (var isAway = false; !ct.IsCancellationRequested;)
        {
            try
            {
                await using var leader = await Leadership.TryTake(name, postgres, ct);
                isAway = false;
                if (leader is not null)
                {
                    await Do(work, leader);
                    return;
                }

                notLeading?.Invoke();
            }
            catch (Exception) when (ct.IsCancellationRequested) { return; }
            catch (Exception error) when (Outage.Is(error))
            {
                notLeading?.Invoke();
                // Once for each outage, not for each attempt.
                if (!isAway) LogAway(name, Outage.Reason(error));
                isAway = true;
            }
            catch (Exception error)
            {
                failed?.Invoke(error);
                LogInterrupted(error, name);
            }

            await Task.Delay(Pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task Do(Func<Leadership, Task> work, Leadership leader)
    {
        try { await work(leader); }
        catch (Exception) when (leader.IsLost) { throw new LeadershipLostException(); }
    }

    [LoggerMessage(LogLevel.Warning, "{Lead} waits for the database and goes on when it is back: {Reason}")]
    private partial void LogAway(string lead, string reason);

    [LoggerMessage(LogLevel.Warning, "{Lead} was interrupted and goes on shortly")]
    private partial void LogInterrupted(Exception error, string lead);
}
