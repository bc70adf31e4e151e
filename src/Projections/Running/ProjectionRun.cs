using EventChat.Events.Store;
using Marten;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>
/// One projection, from its checkpoint on: a page, a transaction, and a short rest in which the next page gathers. Where more waits than a page holds there
/// is no rest.
/// </summary>
internal sealed class ProjectionRun(
    IProjector projector, Leadership leader, IEventStore events, IDocumentStore documents, ProjectionProgress progress, TimeProvider clock)
{
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(5), LongestRest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan IdleCheckpoint = TimeSpan.FromMilliseconds(200), BusyCheckpoint = TimeSpan.FromSeconds(1);

    /// <summary>In which the push of the same events goes first: somebody waits for it, and everything that follows the log wakes up at once.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(5);

    private Position reached, stored;
    private long storedAt;

    public async Task Follow(CancellationToken ct)
    {
        projector.Forget();
        reached = stored = await ReadCheckpoint(documents, projector.Name, ct);
        progress.Moved(projector.Name, reached, null);
        storedAt = clock.GetTimestamp();

        await using var pages = events.Subscribe(reached, projector.Streams, ct).GetAsyncEnumerator(ct);
        while (await Next(pages, ct))
        {
            var page = pages.Current;
            if (page.Events is [var oldest, ..]) progress.Moved(projector.Name, reached, oldest.RecordedAt);
            if (page.IsLive && page.Events.Count > 0) await Task.Delay(Courtesy, clock, ct);
            var begun = clock.GetTimestamp();
            var changed = projector.IsConcerned(page.Events) && await Take(page, ct);
            reached = page.Through;
            if (!changed && reached > stored && clock.GetElapsedTime(storedAt) > BusyCheckpoint) await StoreCheckpoint(ct);
            progress.Moved(projector.Name, reached, null);
            if (page.IsLive) await Task.Delay(changed ? RestAfter(clock.GetElapsedTime(begun)) : ShortestRest, clock, ct);
        }
    }

    /// <summary>Other nodes know this one's progress by its checkpoint alone, so it is stored soon also where nothing changed and nothing more comes.</summary>
    private async Task<bool> Next(IAsyncEnumerator<EventPage> pages, CancellationToken ct)
    {
        var next = pages.MoveNextAsync().AsTask();
        if (reached > stored && await Task.WhenAny(next, Task.Delay(IdleCheckpoint, clock, ct)) != next)
            await StoreCheckpoint(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await next;
    }

    public static async Task<Position> ReadCheckpoint(IDocumentStore documents, string projection, CancellationToken ct)
    {
        await using var session = documents.QuerySession();
        return new((await session.LoadAsync<Checkpoint>(projection, ct))?.Position ?? 0);
    }

    /// <summary>Four times as long as the page took: under load pages grow and their fixed costs shrink; at rest nobody waits.</summary>
    private static TimeSpan RestAfter(TimeSpan page) =>
        page * 4 < ShortestRest ? ShortestRest : page * 4 > LongestRest ? LongestRest : page * 4;

    /// <summary>True where the page changed something, and with it the checkpoint.</summary>
    private async Task<bool> Take(EventPage page, CancellationToken ct)
    {
        try
        {
            return await TakeWhole(page, ct);
        }
        catch (Exception error) when (CannotBeStored(error))
        {
            projector.Forget();
            if (page.Events is [var poison]) throw new PoisonEventException(poison, error);
            foreach (var e in page.Events)
            {
                await Take(new([e], e.Position, IsLive: false), ct);
                reached = e.Position;
            }

            return true;
        }
    }

    /// <summary>The database takes the page's values to be wrong, and will again: then the events are taken one by one, up to the one it is about.</summary>
    private static bool CannotBeStored(Exception error) =>
        (error as PostgresException ?? error.InnerException as PostgresException)?.SqlState[..2] is "22" or "23" or "54";

    private async Task<bool> TakeWhole(EventPage page, CancellationToken ct)
    {
        await using var session = await leader.Begin(documents, ct);
        try
        {
            if (await projector.Project(session, page.Events, ct) == 0) return false;
            session.Store(new Checkpoint(projector.Name, page.Through.Value));
        }
        catch (PoisonEventException poison)
        {
            var before = page.Events.TakeWhile(e => e != poison.Event).LastOrDefault()?.Position ?? reached;
            session.Store(new Checkpoint(projector.Name, before.Value));
            await session.SaveChangesAsync(ct);
            progress.Moved(projector.Name, before, poison.Event.RecordedAt);
            throw;
        }

        await session.SaveChangesAsync(ct);
        Stored(page.Through);
        return true;
    }

    private async Task StoreCheckpoint(CancellationToken ct)
    {
        await using var session = await leader.Begin(documents, ct);
        session.Store(new Checkpoint(projector.Name, reached.Value));
        await session.SaveChangesAsync(ct);
        Stored(reached);
    }

    private void Stored(Position position)
    {
        stored = position;
        storedAt = clock.GetTimestamp();
    }
}
