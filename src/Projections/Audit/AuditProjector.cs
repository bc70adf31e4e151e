using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using Marten;

namespace EventChat.Projections.Audit;

/// <summary>Keeps the audit log: a row for each event, told by what is known of its subject, and what is known.</summary>
internal sealed class AuditProjector(IDocumentStore documents) : IProjector
{
    public const string ProjectionName = "audit";
    private readonly string rows = documents.Options.Schema.For<AuditView>(), subjects = documents.Options.Schema.For<AuditSubject>();

    public string Name => ProjectionName;
    public StreamFilter Streams { get; } = new(StreamName.Workspaces, StreamName.Channels, StreamName.Users);

    public bool IsConcerned(IReadOnlyList<RecordedEvent> events) => events.Any(AuditFact.Concerns);

    public async Task<int> Project(IDocumentSession session, IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        var (facts, poison) = Read(events);
        var loaded = await session.LoadManyAsync<AuditSubject>(ct, facts.SelectMany(static f => f.Subjects).Distinct());
        Dictionary<string, JsonObject?> known = new(loaded.ToDictionary(static s => s.Id, static s => (JsonObject?)s.Known));
        List<AuditView> told = new(facts.Count);
        HashSet<string> changed = [];
        foreach (var fact in facts)
        {
            try
            {
                if (AuditFold.Tell(fact, known.GetValueOrDefault) is { } row) told.Add(row);
                known[fact.Subject] = AuditFold.Learn(fact, known.GetValueOrDefault(fact.Subject));
                changed.Add(fact.Subject);
            }
            catch (Exception error)
            {
                poison = new(fact.Recorded, error);
                break;
            }
        }

        Store(session, rows, told, ViewJson.Default.AuditView);
        Store(session, subjects, [.. changed.Where(id => known[id] is not null).Select(id => new AuditSubject(id, known[id]!))], ViewJson.Default.AuditSubject);
        var gone = changed.Where(id => known[id] is null).ToArray();
        if (gone.Length > 0) session.QueueSqlCommand($"delete from {subjects} where id = any(?::text[])", [gone]);
        return poison is null ? told.Count + changed.Count : throw poison;
    }

    public void Forget() { }

    public Task Clear(IDocumentSession session, CancellationToken ct)
    {
        session.QueueSqlCommand($"truncate {rows}, {subjects}");
        return Task.CompletedTask;
    }

    private static (List<AuditFact> Facts, PoisonEventException? Poison) Read(IReadOnlyList<RecordedEvent> events)
    {
        List<AuditFact> facts = [];
        foreach (var e in events.Where(AuditFact.Concerns))
        {
            try { facts.Add(new(e)); }
            catch (Exception error) { return (facts, new(e, error)); }
        }

        return (facts, null);
    }

    private static void Store<TView>(IDocumentSession session, string table, List<TView> views, JsonTypeInfo<TView> json) where TView : IView
    {
        if (views.Count == 0) return;
        session.QueueSqlCommand(
            $"insert into {table} (id, data) select i, d::jsonb from unnest(?::text[], ?::text[]) as page (i, d) on conflict (id) do update set data = excluded.data",
            views.Select(static v => v.Id).ToArray(), views.Select(v => JsonSerializer.Serialize(v, json)).ToArray());
    }
}
