using EventChat.Events.Store;
using Marten;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>Empties a read model and folds it again from the first event. No server may be running the projection meanwhile.</summary>
public sealed class Rebuild(IEventStore events, IDocumentStore documents, NpgsqlDataSource postgres, IEnumerable<IProjector> projectors)
{
    private const int PageEvents = 2_000;

    public IReadOnlyList<string> Names => [.. projectors.Select(static p => p.Name)];

    /// <returns>Events read.</returns>
    /// <exception cref="InvalidOperationException">A server runs the projection.</exception>
    public async Task<long> Run(string projection, Action<long>? told, CancellationToken ct)
    {
        var projector = projectors.Single(p => p.Name == projection);
        await using var alone = await Leadership.TryTake(projection, postgres, ct)
            ?? throw new InvalidOperationException($"A server is running the projection {projection}; stop it first.");

        projector.Forget();
        await Save(alone, projector, [], Position.Start, clear: true, ct);
        var count = 0L;
        List<RecordedEvent> page = new(PageEvents);
        await foreach (var e in events.ReadAll(Position.Start, ct))
        {
            page.Add(e);
            if (page.Count < PageEvents) continue;
            await Save(alone, projector, page, e.Position, clear: false, ct);
            count += page.Count;
            told?.Invoke(count);
            page.Clear();
        }

        if (page is [.., var last]) await Save(alone, projector, page, last.Position, clear: false, ct);
        return count + page.Count;
    }

    private async Task Save(Leadership alone, IProjector projector, List<RecordedEvent> page, Position through, bool clear, CancellationToken ct)
    {
        await using var session = await alone.Begin(documents, ct);
        if (clear) await projector.Clear(session, ct);
        await projector.Project(session, [.. page.Where(e => projector.Streams.Matches(e.Stream))], ct);
        session.Store(new Checkpoint(projector.Name, through.Value));
        await session.SaveChangesAsync(ct);
    }
}
