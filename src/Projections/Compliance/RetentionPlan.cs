using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Compliance;
using EventChat.Events.Serialization;

namespace EventChat.Projections.Compliance;

/// <summary>A message as rules see it.</summary>
/// <param name="At">When it was recorded, which no sender can choose.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Said(int Number, UserId Author, DateTimeOffset At);

[JsonConverter(typeof(WordJson<KeptBecause>))]
public enum KeptBecause
{
    /// <summary>A legal hold is over it.</summary>
    [JsonStringEnumMemberName("hold")] Hold,

    /// <summary>It is pinned, and a rule about the channel keeps what is.</summary>
    [JsonStringEnumMemberName("pinned")] Pinned,

    /// <summary>Something else that was said in the same month is kept by a hold or a pin, and a month goes as a whole or not at all: all of it is under one key.</summary>
    [JsonStringEnumMemberName("same-month")] SameMonth,

    /// <summary>One rule lets it go and another keeps it longer, or for ever.</summary>
    [JsonStringEnumMemberName("longer-rule")] LongerRule,
}

/// <summary>Numbers from one to another, both of them meant.</summary>
public sealed record NumberRange(int From, int To);

/// <param name="HoldIds">None but for a hold.</param>
public sealed record KeptMessages(KeptBecause Why, IReadOnlyList<HoldId> HoldIds, int Count, IReadOnlyList<NumberRange> Numbers);

/// <summary>What a channel's rules come to for what was said in it in one month.</summary>
/// <param name="Month">Such as <c>2030-01</c>, in UTC.</param>
/// <param name="Going">How many would go, which is all of the month or none; <paramref name="Numbers"/> says which.</param>
public sealed record MonthPlan(ChannelId ChannelId, string Month, int Going, IReadOnlyList<NumberRange> Numbers, IReadOnlyList<KeptMessages> Kept);

/// <summary>
/// Which messages go and which are kept, and why: pure, and the one answer for a dry run and for the sweep. A hold comes before everything, and a search term holds whatever
/// might match. A month goes as a whole or stays as a whole.
/// </summary>
public static class RetentionPlan
{
    /// <param name="messages">In the order of their numbers; those that could go at all are enough.</param>
    /// <param name="pinned">Numbers of those that are.</param>
    /// <param name="holds">Those in force.</param>
    /// <returns>The months that something would go of by the shortest rule, oldest first.</returns>
    public static IReadOnlyList<MonthPlan> Of(
        ChannelId channel, ChannelKind kind, IEnumerable<Said> messages, IReadOnlySet<int> pinned, IReadOnlyList<RetentionRule> rules, IReadOnlyList<HoldPlaced> holds, DateTimeOffset now)
    {
        if (Retention.Of(rules, channel, kind) is not { } retention) return [];
        var (mayGo, goes) = (Retention.MonthsBefore(now, retention.ShortestDays), retention.Days is { } days ? Retention.MonthsBefore(now, days) : (DateTimeOffset?)null);
        var here = holds.Where(h => h.IsOver(null, channel, null, null)).ToList();
        return
        [
            .. from message in messages
               where message.At < mayGo
               group (message.Number, Fate: FateOf(message)) by message.At.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture) into month
               orderby month.Key
               select Plan(channel, month.Key, [.. month]),
        ];

        Fate FateOf(Said message) =>
            !(message.At < goes) ? new(KeptBecause.LongerRule)
            : here.Where(h => h.IsOver(message.Author, channel, message.At, message.At.AddTicks(1))).Select(static h => h.HoldId).ToList() is { Count: > 0 } held ? new(KeptBecause.Hold, string.Join(' ', held))
            : retention.KeepPinned && pinned.Contains(message.Number) ? new(KeptBecause.Pinned)
            : default;
    }

    private static MonthPlan Plan(ChannelId channel, string month, List<(int Number, Fate Fate)> messages)
    {
        if (messages.Exists(static m => m.Fate.Why is KeptBecause.Hold or KeptBecause.Pinned))
            messages = messages.ConvertAll(static m => m.Fate.Why is null ? (m.Number, new(KeptBecause.SameMonth)) : m);
        var going = messages.Where(static m => m.Fate.Why is null).Select(static m => m.Number).ToList();
        return new(
            channel, month, going.Count, Ranges(going),
            [
                .. from message in messages
                   where message.Fate.Why is not null
                   group message.Number by message.Fate into kept
                   select new KeptMessages(kept.Key.Why!.Value, kept.Key.HoldIds, kept.Count(), Ranges(kept)),
            ]);
    }

    private static List<NumberRange> Ranges(IEnumerable<int> numbers)
    {
        List<NumberRange> ranges = [];
        foreach (var number in numbers)
        {
            if (ranges is [.., var last] && last.To == number - 1) ranges[^1] = last with { To = number };
            else ranges.Add(new(number, number));
        }

        return ranges;
    }

    /// <summary>Null for what goes.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Fate(KeptBecause? Why, string Holds = "")
    {
        public IReadOnlyList<HoldId> HoldIds => Holds is null or "" ? [] : [.. Holds.Split(' ').Select(static id => Id.Parse<HoldId>(id))];
    }
}
