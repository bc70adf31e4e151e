using CsCheck;
using EventChat.Commands.Compliance;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Compliance;
using EventChat.Projections.Compliance;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Compliance;

public class RetentionSpecs
{
    private static readonly RetentionRule Month = new([], null, 30), Quarter = new([], ChannelKind.Public, 90), ForEver = new([Cellar]);

    private static readonly Gen<RetentionRule> AnyRule = Gen.Select(
            Gen.OneOf(General, Cellar, Lovers).Array[0, 2], Gen.OneOf<ChannelKind?>(null, ChannelKind.Public, ChannelKind.Private, ChannelKind.Direct), Gen.Int[1, 300].Nullable(), Gen.Bool)
        .Select(static (channels, kind, days, pinned) => new RetentionRule(channels, kind, days, pinned));

    private static readonly Gen<HoldPlaced> AnyHold = Gen.Select(
            Gen.OneOf(Ada, Bob, Mallory).Array[0, 1], Gen.OneOf(General, Cellar).Array[0, 1], Gen.Int[0, 400].Nullable(), Gen.Int[0, 400].Nullable(), Gen.Bool)
        .Select(static (people, channels, from, to, words) => new HoldPlaced(
            HoldId.New(), "Any", people, channels, from is { } f ? Noon.AddDays(f) : null, to is { } t ? Noon.AddDays(t) : null, words ? "tea" : null));

    private static readonly Gen<List<Said>> AnyTalk = Gen.Select(Gen.OneOf(Ada, Bob, Mallory), Gen.Int[0, 400]).List[0, 30]
        .Select(static talk => talk.OrderBy(static t => t.Item2).Select(static (t, i) => new Said(i + 1, t.Item1, Noon.AddDays(t.Item2))).ToList());

    [Fact]
    public void Rules_are_set_all_at_once_and_the_same_again_changes_nothing()
    {
        Given<Governance>().When(new SetRetention(Home, [Month, Quarter], "Law"), by: Ada).Then(new RetentionSet([Month, Quarter], "Law"));
        Given<Governance>(new RetentionSet([Month])).When(new SetRetention(Home, [Month]), by: Ada).ThenNothing();
        Given<Governance>(new RetentionSet([Month])).When(new SetRetention(Home, []), by: Ada).Then(new RetentionSet([]));
        Assert.Equal([Quarter], Given<Governance>(new RetentionSet([Month]), new RetentionSet([Quarter])).State.Rules);
    }

    [Fact]
    public void Rules_that_make_no_sense_are_refused()
    {
        foreach (var days in (int[])[0, -1, SetRetention.MaxDays + 1])
            Given<Governance>().When(new SetRetention(Home, [Month, new([], null, days)]), by: Ada).ThenRefused(new DaysOutOfRange());
        Given<Governance>().When(new SetRetention(Home, [.. Enumerable.Repeat(Month, SetRetention.MaxRules + 1)]), by: Ada).ThenRefused(new TooManyRules());
        Given<Governance>().When(new SetRetention(Home, [new([.. Enumerable.Repeat(General, SetRetention.MaxChannels + 1)], null, 1)]), by: Ada).ThenRefused(new TooManyRuledChannels());
    }

    [Fact]
    public void The_longest_rule_counts_and_for_ever_is_the_longest()
    {
        Assert.Equal(new(90, 30, false), Retention.Of([Month, Quarter], General, ChannelKind.Public));
        Assert.Equal(new(30, 30, false), Retention.Of([Month, Quarter], General, ChannelKind.Private));
        Assert.Equal(new(null, 30, false), Retention.Of([Month, ForEver], Cellar, ChannelKind.Private));
        Assert.Equal(new(30, 7, true), Retention.Of([Month, new([General], null, 7, KeepPinned: true)], General, ChannelKind.Public));
        Assert.Null(Retention.Of([ForEver], Cellar, ChannelKind.Private));
        Assert.Null(Retention.Of([Quarter], Cellar, ChannelKind.Private));
        Assert.Null(Retention.Of([], General, ChannelKind.Public));
    }

    [Fact]
    public void A_month_goes_when_all_of_it_is_older()
    {
        var said = new Said(1, Ada, new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var due = new DateTimeOffset(2030, 3, 3, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal([new NumberRange(1, 1)], Plan(due).Single().Numbers);
        Assert.Empty(Plan(due.AddTicks(-1)));

        IReadOnlyList<MonthPlan> Plan(DateTimeOffset now) => RetentionPlan.Of(General, ChannelKind.Public, [said], new HashSet<int>(), [Month], [], now);
    }

    [Fact]
    public void What_is_kept_says_why()
    {
        Said[] talk = [.. Enumerable.Range(1, 6).Select(static n => new Said(n, n < 4 ? Ada : Bob, Noon.AddMinutes(n)))];
        var hold = new HoldPlaced(CaseHold, "Case 7", [Bob], []);
        RetentionRule[] rules = [Month with { KeepPinned = true }];

        var plan = RetentionPlan.Of(General, ChannelKind.Public, talk, new HashSet<int> { 2, 5 }, rules, [hold], Noon.AddYears(1)).Single();

        Assert.Equal(("2030-01", 0), (plan.Month, plan.Going));
        Assert.Equal([new(1, 1), new(3, 3)], plan.Kept.Single(static k => k.Why == KeptBecause.SameMonth).Numbers);
        var (pinned, held) = (plan.Kept.Single(static k => k.Why == KeptBecause.Pinned), plan.Kept.Single(static k => k.Why == KeptBecause.Hold));
        Assert.Equal([new(2, 2)], pinned.Numbers);
        Assert.Equal((3, new NumberRange(4, 6), CaseHold), (held.Count, held.Numbers.Single(), held.HoldIds.Single()));
        var longer = RetentionPlan.Of(General, ChannelKind.Public, talk, new HashSet<int>(), [Month, new([General])], [], Noon.AddYears(1)).Single();
        Assert.Equal((0, KeptBecause.LongerRule, 6), (longer.Going, longer.Kept.Single().Why, longer.Kept.Single().Count));
    }

    /// <summary>Against asking of each message alone.</summary>
    [Fact]
    public void A_plan_names_each_message_once_with_the_fate_that_it_and_its_month_have() =>
        Gen.Select(AnyTalk, Gen.Int[1, 30].Array[0, 6], AnyRule.List[0, 4], AnyHold.List[0, 3], Gen.OneOf(General, Cellar, Lovers), Gen.Int[0, 800])
            .Sample(static (talk, pins, rules, holds, channel, days) =>
            {
                var (pinned, now) = (pins.ToHashSet(), Noon.AddDays(days));
                var kind = channel == General ? ChannelKind.Public : channel == Cellar ? ChannelKind.Private : ChannelKind.Direct;
                var plans = RetentionPlan.Of(channel, kind, talk, pinned, rules, holds, now);
                var planned = plans.SelectMany(static p => Numbers(p.Numbers).Select(static n => (n, "goes")).Concat(p.Kept.SelectMany(static k => Numbers(k.Numbers).Select(n => (n, $"{k.Why}")))));
                var fates = talk.Select(said => (said.Number, Month: $"{said.At:yyyyMM}", Fate: Fate(said, channel, kind, pinned, rules, holds, now))).Where(static f => f.Fate is not null).ToList();
                var kept = fates.Where(static f => f.Fate is nameof(KeptBecause.Hold) or nameof(KeptBecause.Pinned)).Select(static f => f.Month).ToHashSet();
                var expected = fates.Select(f => (f.Number, f.Fate == "goes" && kept.Contains(f.Month) ? nameof(KeptBecause.SameMonth) : f.Fate!));
                return planned.Order().SequenceEqual(expected.Order()) && plans.All(static p => p.Going == Numbers(p.Numbers).Count() && p.Kept.All(static k => k.Count == Numbers(k.Numbers).Count()));
            }, iter: 5_000);

    private static string? Fate(Said said, ChannelId channel, ChannelKind kind, HashSet<int> pinned, List<RetentionRule> rules, List<HoldPlaced> holds, DateTimeOffset now)
    {
        var about = rules.FindAll(r => (r.ChannelIds.Count == 0 || r.ChannelIds.Contains(channel)) && (r.Kind is null || r.Kind == kind));
        var over = new DateTimeOffset(said.At.Year, said.At.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        var lets = about.Count(r => r.Days is { } days && over.AddDays(days) <= now);
        if (lets == 0) return null;
        if (lets < about.Count) return nameof(KeptBecause.LongerRule);
        if (holds.Exists(h => (h.UserIds.Count == 0 || h.UserIds.Contains(said.Author)) && (h.ChannelIds.Count == 0 || h.ChannelIds.Contains(channel)) && !(said.At < h.From) && !(said.At >= h.To)))
            return nameof(KeptBecause.Hold);
        return pinned.Contains(said.Number) && about.Exists(static r => r.KeepPinned) ? nameof(KeptBecause.Pinned) : "goes";
    }

    private static IEnumerable<int> Numbers(IReadOnlyList<NumberRange> ranges) => ranges.SelectMany(static r => Enumerable.Range(r.From, r.To - r.From + 1));
}
