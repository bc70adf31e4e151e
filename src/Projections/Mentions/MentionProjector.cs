using System.Text.Json;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Inbox;
using EventChat.Projections.Running;
using Marten;

namespace EventChat.Projections.Mentions;

/// <summary>Keeps the mentions, as a part of <see cref="InboxProjector"/>. Which rows a message has is known only when they are read, so they are found by the message's id that theirs begin with.</summary>
internal sealed class MentionProjector(IDocumentStore documents) : IProjector
{
    private static readonly IReadOnlyList<MentionView> None = [];
    private readonly string table = documents.Options.Schema.For<MentionView>();

    public string Name => InboxProjector.ProjectionName;
    public StreamFilter Streams => InboxProjector.Heard;

    public bool IsConcerned(IReadOnlyList<RecordedEvent> events)
    {
        foreach (var e in events)
        {
            try
            {
                if (MentionFold.Concerns(e) is not null) return true;
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
        var (concerned, poison) = Sort(events);
        var before = await Load(session, concerned, ct);
        Dictionary<string, IReadOnlyList<MentionView>> after = [];
        foreach (var (e, message) in concerned)
        {
            try { after[message] = MentionFold.Evolve(after.GetValueOrDefault(message) ?? before.GetValueOrDefault(message) ?? None, e); }
            catch (Exception error)
            {
                poison = new(e, error);
                break;
            }
        }

        var changed = Store(session, [.. after.SelectMany(a => a.Value.Except(before.GetValueOrDefault(a.Key) ?? None))]);
        var standing = after.SelectMany(static a => a.Value).Select(static r => r.Id).ToHashSet();
        var gone = after.Keys.SelectMany(m => before.GetValueOrDefault(m) ?? None).Select(static r => r.Id).Where(id => !standing.Contains(id)).ToArray();
        if (gone.Length > 0) session.QueueSqlCommand($"delete from {table} where id = any(?::text[])", [gone]);
        return poison is null ? changed + gone.Length : throw poison;
    }

    public void Forget() { }

    public Task Clear(IDocumentSession session, CancellationToken ct)
    {
        session.QueueSqlCommand($"truncate {table}");
        return Task.CompletedTask;
    }

    private static (List<(RecordedEvent Event, string Message)> Concerned, PoisonEventException? Poison) Sort(IReadOnlyList<RecordedEvent> events)
    {
        List<(RecordedEvent, string)> concerned = [];
        foreach (var e in events)
        {
            try
            {
                if (MentionFold.Concerns(e) is { } message) concerned.Add((e, message));
            }
            catch (Exception error)
            {
                return (concerned, new(e, error));
            }
        }

        return (concerned, null);
    }

    private async Task<Dictionary<string, IReadOnlyList<MentionView>>> Load(
        IDocumentSession session, List<(RecordedEvent Event, string Message)> concerned, CancellationToken ct)
    {
        var messages = concerned.DistinctBy(static c => c.Message).Where(static c => c.Event.Event is not MessageSent).Select(static c => c.Message).ToArray();
        if (messages.Length == 0) return [];
        var rows = await session.QueryAsync<MentionView>(
            $"where d.id in (select m.id from unnest(?::text[]) as page (id) join {table} m on m.id >= page.id || ':E' and m.id <= page.id || ':V')", ct, [messages]);
        return rows.GroupBy(static r => TimelineId(r)).ToDictionary(static g => g.Key, static g => (IReadOnlyList<MentionView>)[.. g.OrderBy(static r => r.Id, StringComparer.Ordinal)]);
    }

    private int Store(IDocumentSession session, List<MentionView> rows)
    {
        if (rows.Count == 0) return 0;
        session.QueueSqlCommand(
            $"insert into {table} (id, data) select i, d::jsonb from unnest(?::text[], ?::text[]) as page (i, d) on conflict (id) do update set data = excluded.data",
            rows.Select(static r => r.Id).ToArray(), rows.Select(static r => JsonSerializer.Serialize(r, ViewJson.Default.MentionView)).ToArray());
        return rows.Count;
    }

    private static string TimelineId(MentionView row) => row.Id[..row.Id.LastIndexOf(':')];
}
