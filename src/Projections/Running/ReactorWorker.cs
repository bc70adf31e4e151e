using EventChat.Events.Store;
using Marten;
using Microsoft.Extensions.Hosting;

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

    /// <summary>How far the checkpoint may go of what was heard: less where something goes on beside what follows, and is to be heard again if this process ends over it.</summary>
    Position Done(Position through) => through;
}

/// <summary>Keeps every reactor going from its checkpoint, on one node at a time.</summary>
public sealed class ReactorWorker(IEventStore events, IDocumentStore documents, Leading leading, IEnumerable<IReactor> reactors, TimeProvider clock) : BackgroundService
{
    /// <summary>Of the checkpoint, where there is nothing to do.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>In which the push of the same events goes first and the next page gathers; nobody waits for a reactor as they do for an answer.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(reactors.Select(reactor =>
        Task.Run(() => leading.Keep(reactor.Name, leader => Follow(reactor, leader, stoppingToken), stoppingToken), stoppingToken)));

    /// <summary>The checkpoint is stored after what was done, and now and then where there was nothing to do.</summary>
    private async Task Follow(IReactor reactor, Leadership leader, CancellationToken ct)
    {
        var stored = await ProjectionRun.ReadCheckpoint(documents, reactor.Name, ct);
        var storedAt = clock.GetTimestamp();
        await foreach (var page in events.Subscribe(stored, reactor.Streams, ct))
        {
            if (page.IsLive) await Task.Delay(Rest, clock, ct);
            foreach (var e in page.Events) await reactor.React(e, ct);
            await reactor.Finish(page.Through, ct);
            var done = reactor.Done(page.Through);
            if (done > stored && (page.Events.Count > 0 || clock.GetElapsedTime(storedAt) >= Pause))
            {
                await using var session = await leader.Begin(documents, ct);
                session.Store(new Checkpoint(reactor.Name, done.Value));
                await session.SaveChangesAsync(ct);
                (stored, storedAt) = (done, clock.GetTimestamp());
            }
        }
    }
}
