using EventChat.Events.Store;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>
/// Does something about facts, once they are in the log. It follows the log on one node at a time with a checkpoint of its own, hears a fact again where a node
/// died over it, and is never run by a rebuild.
/// </summary>
public interface IReactor
{
    /// <summary>Names the checkpoint; for ever.</summary>
    string Name { get; }

    StreamFilter Streams { get; }

    Task React(RecordedEvent recorded, CancellationToken ct);

    /// <summary>All events up to here were heard; what was put off is done before the checkpoint is stored.</summary>
    Task Finish(Position through, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Keeps every reactor going on one node at a time, as <see cref="ProjectionWorker"/> does with projections.</summary>
public sealed partial class ReactorWorker(
    IEventStore events, IDocumentStore documents, [FromKeyedServices(Leadership.Pool)] NpgsqlDataSource postgres, IEnumerable<IReactor> reactors, TimeProvider clock, ILogger<ReactorWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>In which the next page gathers; nobody waits for a reactor as they do for an answer.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(reactors.Select(reactor => Task.Run(() => Keep(reactor, stoppingToken), stoppingToken)));

    private async Task Keep(IReactor reactor, CancellationToken ct)
    {
        for (var isAway = false; !ct.IsCancellationRequested;)
        {
            try
            {
                await using var leader = await Leadership.TryTake(reactor.Name, postgres, ct);
                isAway = false;
                if (leader is not null)
                {
                    try { await Follow(reactor, leader, ct); }
                    catch (Exception) when (leader.IsLost) { throw new LeadershipLostException(); }
                }
            }
            catch (Exception) when (ct.IsCancellationRequested) { return; }
            catch (Exception error) when (Outage.Is(error))
            {
                if (!isAway) LogAway(reactor.Name, Outage.Reason(error));
                isAway = true;
            }
            catch (Exception error)
            {
                LogInterrupted(error, reactor.Name);
            }

            await Task.Delay(Pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The checkpoint is stored after what was done, and now and then where there was nothing to do.</summary>
    private async Task Follow(IReactor reactor, Leadership leader, CancellationToken ct)
    {
        var stored = await ProjectionRun.ReadCheckpoint(documents, reactor.Name, ct);
        var storedAt = clock.GetTimestamp();
        await foreach (var page in events.Subscribe(stored, reactor.Streams, ct))
        {
            foreach (var e in page.Events) await reactor.React(e, ct);
            await reactor.Finish(page.Through, ct);
            if (page.Through > stored && (page.Events.Count > 0 || clock.GetElapsedTime(storedAt) >= Pause))
            {
                await using var session = await leader.Begin(documents, ct);
                session.Store(new Checkpoint(reactor.Name, page.Through.Value));
                await session.SaveChangesAsync(ct);
                (stored, storedAt) = (page.Through, clock.GetTimestamp());
            }

            if (page.IsLive) await Task.Delay(Rest, clock, ct);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Reactor {Reactor} waits for the database and goes on from its checkpoint: {Reason}")]
    private partial void LogAway(string reactor, string reason);

    [LoggerMessage(LogLevel.Warning, "Reactor {Reactor} was interrupted and goes on from its checkpoint")]
    private partial void LogInterrupted(Exception error, string reactor);
}
