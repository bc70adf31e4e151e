using EventChat.Api.Http;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events.Store;
using EventChat.Projections.Members;
using EventChat.Projections.Running;
using EventChat.Projections.Workspaces;

namespace EventChat.Api.Workspaces;

/// <summary>
/// Deletes workspaces whose period of grace is over, and takes people out of channels whom a server that died between a join and its second look left there.
/// Every node does so; the decisions are made at the head of the log, so it does not matter who comes first.
/// </summary>
internal sealed partial class WorkspaceUpkeep(
    WorkspaceQueries workspaces, MemberQueries members, CommandHandler commands, Callers callers, Departures departures, IEventStore store, TimeProvider clock,
    ILogger<WorkspaceUpkeep> logger) : BackgroundService
{
    private const int StraysAtOnce = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5), StrayPause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? lookedAt = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var workspace in await workspaces.Due(clock.GetUtcNow(), stoppingToken))
                    while ((await commands.Handle(new DeleteWorkspace(workspace), Caller.System, stoppingToken)).Last is not null) { }

                if (lookedAt is null || clock.GetElapsedTime(lookedAt.Value) > StrayPause)
                {
                    await TakeBackStrays(stoppingToken);
                    lookedAt = clock.GetTimestamp();
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception error) when (Outage.Is(error))
            {
                LogAway(Outage.Reason(error));
            }
            catch (Exception error)
            {
                LogLater(error);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeBackStrays(CancellationToken ct)
    {
        foreach (var (workspace, user) in await members.Strays(StraysAtOnce, ct))
            if (await callers.RoleOf(workspace, user, ct) is null) await departures.Finish(workspace, user, await store.ReadHead(ct), ct);
    }

    [LoggerMessage(LogLevel.Warning, "The upkeep of workspaces waits for the database: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Warning, "The upkeep of workspaces was interrupted and is tried again shortly")]
    private partial void LogLater(Exception error);
}
