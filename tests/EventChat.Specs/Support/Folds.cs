using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Specs.Support;

/// <summary>A projection as the pure fold it is: event by event over a dictionary.</summary>
internal static class Folds
{
    public static SortedDictionary<string, TView> Of<TProjection, TView>(IEnumerable<RecordedEvent> events)
        where TProjection : IProjection<TView> where TView : class, IView
    {
        SortedDictionary<string, TView> views = new(StringComparer.Ordinal);
        foreach (var e in events.Where(static e => TProjection.Streams.Matches(e.Stream)))
            foreach (var id in TProjection.Concerns(e))
            {
                var before = views.GetValueOrDefault(id);
                if (TProjection.Begins(id, e)) Assert.Null(before);
                if (TProjection.Evolve(before, id, e) is { } after) views[id] = after;
                else views.Remove(id);
            }

        return views;
    }
}
