namespace EventChat.Adapters.Search;

/// <summary>Years, months and days in UTC that cover a time, as few as there are; what is a little more is checked on the row.</summary>
internal static class SearchDays
{
    private static readonly DateTimeOffset First = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero), Last = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <returns>Null for any time.</returns>
    public static IEnumerable<string>? Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (from <= DateTimeOffset.MinValue && to >= DateTimeOffset.MaxValue) return null;
        // A time that nobody writes in is left to the row.
        if (from < First && from > DateTimeOffset.MinValue || to > Last && to < DateTimeOffset.MaxValue) return null;
        return Cover(from < First ? First : Midnight(from), to > Last ? Last : to);
    }

    private static IEnumerable<string> Cover(DateTimeOffset day, DateTimeOffset to)
    {
        // Whatever was sent before the first year or after the last has no better term.
        if (day >= to) yield return SearchTerms.Year(DateTimeOffset.MinValue);
        while (day < to)
        {
            if (day is { Month: 1, Day: 1 } && day.AddYears(1) <= to)
            {
                yield return SearchTerms.Year(day);
                day = day.AddYears(1);
            }
            else if (day.Day == 1 && day.AddMonths(1) <= to)
            {
                yield return SearchTerms.Month(day);
                day = day.AddMonths(1);
            }
            else
            {
                yield return SearchTerms.Day(day);
                day = day.AddDays(1);
            }
        }
    }

    private static DateTimeOffset Midnight(DateTimeOffset at) => new(at.UtcDateTime.Date, TimeSpan.Zero);
}
