namespace EventChat.Adapters.Search;

/// <summary>Months in UTC that cover a time; what is a little more is checked on the row.</summary>
internal static class SearchMonths
{
    /// <summary>Beyond so many, the row alone is asked.</summary>
    private const int Most = 60;

    /// <returns>Null where months would be too many.</returns>
    public static IEnumerable<string>? Between(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (from.UtcDateTime, to.UtcDateTime.AddTicks(-1));
        var count = (last.Year - first.Year) * 12 + last.Month - first.Month + 1;
        return count > Most ? null : Enumerable.Range(0, count).Select(i => SearchTerms.Month(new DateTimeOffset(first.Year, first.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(i)));
    }
}
