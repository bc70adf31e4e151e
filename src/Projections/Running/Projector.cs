using System.Text.Json;
using EventChat.Events.Store;
using Marten;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>Runs a pure projection against Marten documents, a page at a time.</summary>
public interface IProjector
{
    string Name { get; }
    StreamFilter Streams { get; }

    /// <summary>Whether there is anything to fold, so that a page without it costs no transaction.</summary>
    bool IsConcerned(IReadOnlyList<RecordedEvent> events);

    /// <summary>Folds the events into the session; nothing is stored until it is saved.</summary>
    /// <returns>How many documents changed.</returns>
    /// <exception cref="PoisonEventException">An event cannot be folded; those before it are in the session.</exception>
    Task<int> Project(IDocumentSession session, IReadOnlyList<RecordedEvent> events, CancellationToken ct);

    /// <summary>What was folded last may not have been stored, or others may have written since: nothing is taken from memory.</summary>
    void Forget();

    /// <summary>Empties the read model, for a rebuild.</summary>
    Task Clear(IDocumentSession session, CancellationToken ct);
}

/// <summary>
/// The documents that a page concerns are loaded in one query, folded in memory, and stored in one statement of the session's transaction:
/// Marten's documents in Marten's tables, at a tenth of the cost of storing them one by one.
/// </summary>
public sealed class Projector<TProjection, TView>(IDocumentStore documents) : IProjector
    where TProjection : IProjection<TView> where TView : class, IView
{
    private readonly string table = documents.Options.Schema.For<TView>();
    private readonly Dictionary<string, TView> kept = [];

    public string Name => TProjection.Name;
    public StreamFilter Streams => TProjection.Streams;

    public bool IsConcerned(IReadOnlyList<RecordedEvent> events)
    {
        foreach (var e in events)
        {
            try
            {
                if (TProjection.Concerns(e).Count > 0 || TProjection.Finds(e) is not null) return true;
            }
            catch (Exception)
            {
                // Whoever folds the page meets it again, and says which it was.
                return true;
            }
        }

        return false;
    }

    public async Task<int> Project(IDocumentSession session, IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        var (concerned, missing, poison) = Sort(events);
        foreach (var sweep in concerned.Where(static c => c.Ids.Count == 0).Select(static c => TProjection.Finds(c.Event)!)) missing.AddRange(await Find(session, sweep, ct));
        var views = await Load(session, [.. missing.Distinct()], ct);
        HashSet<string> stored = [.. views.Keys];

        HashSet<string> changed = new(concerned.Count);
        foreach (var (e, ids) in concerned)
        {
            try { Fold(e, ids.Count > 0 ? ids : [.. views.Keys], views, changed); }
            catch (Exception error)
            {
                poison = new(e, error);
                break;
            }
        }

        Store(session, views, stored, changed);
        Keep(views);
        return poison is null ? changed.Count : throw poison;
    }

    public void Forget() => kept.Clear();

    public Task Clear(IDocumentSession session, CancellationToken ct)
    {
        session.QueueSqlCommand($"truncate {table}");
        return Task.CompletedTask;
    }

    private async Task<Dictionary<string, TView?>> Load(IDocumentSession session, List<string> ids, CancellationToken ct)
    {
        Dictionary<string, TView?> views = new(ids.Count);
        List<string> missing = [];
        foreach (var id in ids)
            if (kept.TryGetValue(id, out var view)) views[id] = view;
            else missing.Add(id);
        if (missing.Count > 0)
            foreach (var view in await session.LoadManyAsync<TView>(ct, missing)) views[view.Id] = view;
        return views;
    }

    private async Task<List<string>> Find(IDocumentSession session, Sweep sweep, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select id from {table} where {sweep.Where}", session.Connection);
        command.Parameters.AddRange(sweep.Parameters);
        List<string> ids = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) ids.Add(row.GetString(0));
        return ids;
    }

    /// <summary>Only whoever leads writes, on the connection that leads, so what was stored last is what is there.</summary>
    private void Keep(Dictionary<string, TView?> views)
    {
        if (TProjection.Kept == 0) return;
        if (kept.Count + views.Count > TProjection.Kept) kept.Clear();
        foreach (var (id, view) in views)
            if (view is not null) kept[id] = view;
            else kept.Remove(id);
    }

    /// <summary>All of the documents that the event concerns, or none of them.</summary>
    private static void Fold(RecordedEvent e, IReadOnlyList<string> ids, Dictionary<string, TView?> views, HashSet<string> changed)
    {
        var after = new TView?[ids.Count];
        for (var i = 0; i < ids.Count; i++) after[i] = TProjection.Evolve(views.GetValueOrDefault(ids[i]), ids[i], e);
        for (var i = 0; i < ids.Count; i++)
        {
            if (ReferenceEquals(views.GetValueOrDefault(ids[i]), after[i])) continue;
            views[ids[i]] = after[i];
            changed.Add(ids[i]);
        }
    }

    /// <summary>Which documents each event concerns, and which of them have to be loaded.</summary>
    private static (List<(RecordedEvent Event, IReadOnlyList<string> Ids)> Concerned, List<string> Missing, PoisonEventException? Poison) Sort(
        IReadOnlyList<RecordedEvent> events)
    {
        List<(RecordedEvent, IReadOnlyList<string>)> concerned = new(events.Count);
        HashSet<string> known = new(events.Count);
        List<string> missing = [];
        foreach (var e in events)
        {
            try
            {
                var ids = TProjection.Concerns(e);
                if (ids.Count == 0 && TProjection.Finds(e) is null) continue;
                concerned.Add((e, ids));
                foreach (var id in ids)
                    if (known.Add(id) && !TProjection.Begins(id, e)) missing.Add(id);
            }
            catch (Exception error)
            {
                return (concerned, missing, new(e, error));
            }
        }

        return (concerned, missing, null);
    }

    /// <summary>
    /// What is new is inserted as such: a statement that may also update looks for each row twice and writes more to the database's log. What was there goes by its key,
    /// whatever the planner takes the table's size to be.
    /// </summary>
    private void Store(IDocumentSession session, Dictionary<string, TView?> views, HashSet<string> stored, HashSet<string> changed)
    {
        List<string> born = [], known = [], gone = [];
        foreach (var id in changed) (views[id] is null ? gone : stored.Contains(id) ? known : born).Add(id);

        if (born.Count > 0)
            session.QueueSqlCommand($"insert into {table} (id, data) select i, d::jsonb from unnest(?::text[], ?::text[]) as page (i, d)", born.ToArray(), Bodies(born));
        if (known.Count > 0)
            session.QueueSqlCommand(
                $"insert into {table} (id, data) select i, d::jsonb from unnest(?::text[], ?::text[]) as page (i, d) on conflict (id) do update set data = excluded.data",
                known.ToArray(), Bodies(known));
        if (gone.Count > 0) session.QueueSqlCommand($"delete from {table} where id = any(?::text[])", [gone.ToArray()]);

        string[] Bodies(List<string> ids) => [.. ids.Select(id => JsonSerializer.Serialize(views[id]!, TProjection.Json))];
    }
}

/// <summary>An event that a projection cannot take. The projection stops there, loudly; the others go on.</summary>
public sealed class PoisonEventException(RecordedEvent e, Exception inner)
    : Exception($"{e.Type} at position {e.Position} ({e.Stream} version {e.Version}): {inner.Message}", inner)
{
    public RecordedEvent Event => e;
}
