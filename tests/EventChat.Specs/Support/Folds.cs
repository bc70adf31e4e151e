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
        foreach (var e in events.Where(static e => TProjection.Streams.Matches(e.Stream))) Take<TProjection, TView>(views, e);
        return views;
    }

    public static void Take<TProjection, TView>(IDictionary<string, TView> views, RecordedEvent e) where TProjection : IProjection<TView> where TView : class, IView
    {
        foreach (var id in TProjection.Concerns(e))
        {
            var before = views.TryGetValue(id, out var view) ? view : null;
            if (TProjection.Begins(id, e)) Assert.Null(before);
            if (TProjection.Evolve(before, id, e) is { } after) views[id] = after;
            else views.Remove(id);
        }
    }
}
