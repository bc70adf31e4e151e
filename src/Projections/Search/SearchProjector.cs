using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using Marten;

namespace EventChat.Projections.Search;

/// <summary>
/// Keeps the index in step with the log, a page at a time. The index may be another engine, so what is stored there comes before the checkpoint, and comes again where a
/// server died in between; the versions see to it that nothing is counted twice.
/// </summary>
internal sealed class SearchProjector(ISearchIndex index) : IProjector
{
    public const string ProjectionName = "search";
    private readonly SearchLanguages languages = new();

    public string Name => ProjectionName;
    public StreamFilter Streams { get; } = new(StreamName.Channels, StreamName.Workspaces);

    public bool IsConcerned(IReadOnlyList<RecordedEvent> events)
    {
        foreach (var e in events)
        {
            try
            {
                if (SearchFold.Concerns(e).Count > 0 || e.Event is WordsErased || SearchLanguages.Concerns(e.Event)) return true;
            }
            catch (Exception)
            {
                return true;
            }
        }

        return false;
    }

    public async Task<int> Project(IDocumentSession session, IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        var (concerned, missing, poison) = Sort(events);
        Dictionary<string, SearchDocument?> documents = new(concerned.Count);
        foreach (var (e, _) in concerned)
            if (e.Event is WordsErased erased) missing.UnionWith(await index.Of(e.Stream.Id<ChannelId>(), erased.UserId, ct));
        if (missing.Count > 0)
            foreach (var found in await index.Find(missing, ct)) documents[found.Id] = found;

        await languages.Learn(session, [.. concerned.Select(static c => c.Event)], ct);
        HashSet<string> changed = new(concerned.Count);
        foreach (var (e, ids) in concerned)
        {
            languages.Take(e);
            foreach (var id in e.Event is WordsErased ? [.. documents.Keys] : ids)
            {
                var before = documents.GetValueOrDefault(id);
                var after = SearchFold.Evolve(before, id, e, languages.Of(e.Stream.Id<ChannelId>()));
                if (ReferenceEquals(before, after)) continue;
                documents[id] = after;
                changed.Add(id);
            }
        }

        if (changed.Count > 0) await index.Store([.. changed.Select(id => documents[id]!)], ct);
        return poison is null ? changed.Count : throw poison;
    }

    public void Forget() => languages.Forget();

    public Task Clear(IDocumentSession session, CancellationToken ct) => index.Clear(ct);

    private static (List<(RecordedEvent Event, IReadOnlyList<string> Ids)> Concerned, HashSet<string> Missing, PoisonEventException? Poison) Sort(
        IReadOnlyList<RecordedEvent> events)
    {
        List<(RecordedEvent, IReadOnlyList<string>)> concerned = new(events.Count);
        HashSet<string> known = new(events.Count), missing = [];
        foreach (var e in events)
        {
            try
            {
                var ids = SearchFold.Concerns(e);
                if (ids.Count == 0 && e.Event is not WordsErased && !SearchLanguages.Concerns(e.Event)) continue;
                concerned.Add((e, ids));
                foreach (var id in ids)
                    if (known.Add(id) && !SearchFold.Begins(id, e)) missing.Add(id);
            }
            catch (Exception error)
            {
                return (concerned, missing, new(e, error));
            }
        }

        return (concerned, missing, null);
    }
}
