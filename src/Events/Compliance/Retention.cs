using EventChat.Events.Channels;

namespace EventChat.Events.Compliance;

/// <summary>What all rules about one channel come to.</summary>
/// <param name="Days">Of the longest rule; null for ever.</param>
/// <param name="ShortestDays">Of the shortest: what is older and kept all the same is kept by a longer rule.</param>
public sealed record Retention(int? Days, int ShortestDays, bool KeepPinned)
{
    /// <returns>Null where no rule would let anything go.</returns>
    public static Retention? Of(IReadOnlyList<RetentionRule> rules, ChannelId channel, ChannelKind kind)
    {
        var about = rules.Where(r => r.IsAbout(channel, kind)).ToList();
        if (about.Min(static r => r.Days) is not { } shortest) return null;
        return new(about.Exists(static r => r.Days is null) ? null : about.Max(static r => r.Days), shortest, about.Exists(static r => r.KeepPinned));
    }

    /// <summary>
    /// Everything that was recorded before it may go. Months go as a whole, so that what is said is kept for the days of the rule and for up to a month more.
    /// </summary>
    public static DateTimeOffset MonthsBefore(DateTimeOffset now, int days)
    {
        var moment = now.UtcDateTime.AddDays(-days);
        return new(moment.Year, moment.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
