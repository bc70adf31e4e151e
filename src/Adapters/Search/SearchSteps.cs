using EventChat.Events.Store;

namespace EventChat.Adapters.Search;

/// <summary>How far a search looks at once, and the spans of the log that it is told by.</summary>
internal static class SearchSteps
{
    public const long First = 1 << 12;
    private const int LeastGrowth = 2, MostGrowth = 16;

    /// <summary>At least a step below the upper end, where a span begins.</summary>
    public static Position Lower(Position upper, long step)
    {
        var span = SearchTerms.Spans[0];
        foreach (var wider in SearchTerms.Spans)
            if (step >= 1L << wider) span = wider;
        return new(Math.Max(0, upper.Value - step + 1) >> span << span);
    }

    /// <summary>About as far as what is missing should need, by what the last step found.</summary>
    public static long Next(long step, int found, int missing) => found == 0
        ? step * MostGrowth
        : Math.Clamp(step * (missing - found) / found * 5 / 4, step * LeastGrowth, step * MostGrowth);

    /// <summary>The fewest spans that hold every position from one to another.</summary>
    public static IEnumerable<string> Cover(Position lower, Position upper)
    {
        for (var from = lower.Value >> SearchTerms.Spans[0] << SearchTerms.Spans[0]; from <= upper.Value;)
        {
            var span = SearchTerms.Spans[0];
            foreach (var wider in SearchTerms.Spans)
                if (from % (1L << wider) == 0 && from + (1L << wider) - 1 <= (upper.Value | ((1L << SearchTerms.Spans[0]) - 1))) span = wider;
            yield return SearchTerms.Span(from >> span, span);
            from += 1L << span;
        }
    }
}
