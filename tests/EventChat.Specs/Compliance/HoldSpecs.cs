using CsCheck;
using EventChat.Commands.Compliance;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Compliance;

public class HoldSpecs
{
    private static readonly HoldPlaced OnBob = new(CaseHold, "Case 7", [Bob], []);
    private static readonly HoldId Another = Id.Derive<HoldId>('H', "another");

    private static readonly Gen<HoldPlaced> AnyHold = Gen.Select(Gen.OneOf(Ada, Bob).Array[0, 2], Gen.OneOf(General, Cellar).Array[0, 2], Gen.Int[0, 9].Nullable(), Gen.Int[0, 9].Nullable())
        .Select(static (people, channels, from, to) => new HoldPlaced(
            HoldId.New(), "Any", people, channels, from is { } f ? Noon.AddDays(f) : null, to is { } t ? Noon.AddDays(t) : null));

    [Fact]
    public void A_hold_is_placed_once_and_released_once()
    {
        Given<Governance>().When(new PlaceHold(Home, CaseHold, "Case 7", [Bob, Bob], []), by: Ada).Then(OnBob);
        Given<Governance>(new Shown("record"), OnBob).When(new PlaceHold(Home, CaseHold, "Case 7", [Bob], []), by: Ada).ThenRepeats(2);
        Given<Governance>(OnBob).When(new ReleaseHold(Home, CaseHold, "Closed"), by: Ada).Then(new HoldReleased(CaseHold, "Closed"));
        Given<Governance>(OnBob, new HoldReleased(CaseHold)).When(new ReleaseHold(Home, CaseHold), by: Ada).ThenNothing();
        Given<Governance>(OnBob).When(new ReleaseHold(Home, Another), by: Ada).ThenRefused(new HoldNotFound(Another));
    }

    [Fact]
    public void The_same_key_with_another_body_is_no_repeat()
    {
        Assert.True(new PlaceHold(Home, CaseHold, "Case 7", [Bob], []).Repeats(OnBob));
        Assert.False(new PlaceHold(Home, CaseHold, "Case 8", [Bob], []).Repeats(OnBob));
        Assert.False(new PlaceHold(Home, CaseHold, "Case 7", [Ada], []).Repeats(OnBob));
    }

    [Fact]
    public void A_hold_holds_something_and_ends_after_it_begins()
    {
        Given<Governance>().When(new PlaceHold(Home, CaseHold, "Nothing", [], []), by: Ada).ThenRefused(new NothingHeld());
        Given<Governance>().When(new PlaceHold(Home, CaseHold, "A time alone", [], [], Noon, Noon.AddDays(1)), by: Ada).ThenRefused(new NothingHeld());
        Given<Governance>().When(new PlaceHold(Home, CaseHold, "No time", [Bob], [], Noon, Noon), by: Ada).ThenRefused(new HoldEndsBeforeItBegins());
        Given<Governance>().When(new PlaceHold(Home, CaseHold, "Backwards", [Bob], [], Noon, Noon.AddDays(-1)), by: Ada).ThenRefused(new HoldEndsBeforeItBegins());
        Given<Governance>().When(new PlaceHold(Home, CaseHold, "Words", [], [], Query: "tea"), by: Ada).Then(new HoldPlaced(CaseHold, "Words", [], [], Query: "tea"));
    }

    [Fact]
    public void A_hold_names_no_crowd_and_holds_are_not_without_number()
    {
        var crowd = Enumerable.Range(0, PlaceHold.MaxNamed + 1).Select(static _ => UserId.New()).ToList();
        Given<Governance>().When(new PlaceHold(Home, CaseHold, "A crowd", crowd, []), by: Ada).ThenRefused(new HoldTooWide("userIds"));
        Given<Governance>().When(new PlaceHold(Home, CaseHold, "All over", [], [.. crowd.Select(static _ => ChannelId.New())]), by: Ada).ThenRefused(new HoldTooWide("channelIds"));
        Past[] many = [.. Enumerable.Range(0, PlaceHold.MaxInForce).Select(static n => (Past)new HoldPlaced(HoldId.New(), $"{n}", [Bob], []))];
        Given<Governance>(many).When(new PlaceHold(Home, CaseHold, "One more", [Bob], []), by: Ada).ThenRefused(new TooManyHolds());
        Given<Governance>([.. many, new HoldReleased(((HoldPlaced)many[3].Event).HoldId)]).When(new PlaceHold(Home, CaseHold, "One more", [Bob], []), by: Ada)
            .Then(new HoldPlaced(CaseHold, "One more", [Bob], []));
    }

    [Fact]
    public void A_person_is_held_by_holds_on_them_on_their_channels_and_on_words()
    {
        Assert.Equal([CaseHold], Given<Governance>(OnBob).State.HeldBecauseOf(Bob));
        Assert.Empty(Given<Governance>(OnBob).State.HeldBecauseOf(Ada));
        Assert.Empty(Given<Governance>(OnBob, new HoldReleased(CaseHold)).State.HeldBecauseOf(Bob));

        var onCellar = Given<Governance>(new HoldPlaced(CaseHold, "Cellar", [], [Cellar])).State;
        Assert.Equal([CaseHold], onCellar.HeldBecauseOf(Bob));
        Assert.Equal([CaseHold], onCellar.HeldBecauseOf(Bob, [General, Cellar]));
        Assert.Empty(onCellar.HeldBecauseOf(Bob, [General]));
        Assert.Equal([CaseHold], Given<Governance>(new HoldPlaced(CaseHold, "Words", [], [], Query: "tea")).State.HeldBecauseOf(Bob, [General]));
    }

    [Fact]
    public void What_several_hold_is_held_until_the_last_is_released()
    {
        Past[] both = [OnBob, new HoldPlaced(Another, "General", [], [General])];
        Assert.Equal([CaseHold, Another], Given<Governance>(both).State.HoldsOver(Bob, General, null, null));
        Assert.Equal([Another], Given<Governance>([.. both, new HoldReleased(CaseHold)]).State.HoldsOver(Bob, General, null, null));
        Assert.Empty(Given<Governance>([.. both, new HoldReleased(CaseHold), new HoldReleased(Another)]).State.HoldsOver(Bob, General, null, null));
    }

    [Fact]
    public void A_time_touches_a_hold_where_a_moment_is_in_both()
    {
        var state = Given<Governance>(new HoldPlaced(CaseHold, "A day", [], [General], Noon, Noon.AddDays(1))).State;
        Assert.Equal([CaseHold], state.HeldBecauseOf(General, Noon.AddDays(-1), Noon.AddTicks(1)));
        Assert.Empty(state.HeldBecauseOf(General, Noon.AddDays(-1), Noon));
        Assert.Equal([CaseHold], state.HeldBecauseOf(General, Noon.AddDays(1).AddTicks(-1), Noon.AddDays(2)));
        Assert.Empty(state.HeldBecauseOf(General, Noon.AddDays(1), Noon.AddDays(2)));
        Assert.Empty(state.HeldBecauseOf(Cellar, Noon, Noon.AddDays(1)));
    }

    /// <summary>Against saying it moment by moment, person by person and place by place.</summary>
    [Fact]
    public void A_hold_is_over_what_might_be_one_of_the_things_it_names() =>
        Gen.Select(AnyHold, Gen.OneOf<UserId?>(null, Ada, Bob, Mallory), Gen.OneOf<ChannelId?>(null, General, Cellar, Lovers), Gen.Int[0, 9].Nullable(), Gen.Int[1, 5])
            .Sample(static (hold, author, channel, first, days) =>
            {
                var expected = (
                    from person in author is { } a ? [a] : (UserId[])[Ada, Bob, Mallory]
                    from place in channel is { } c ? [c] : (ChannelId[])[General, Cellar, Lovers]
                    from day in Enumerable.Range(first ?? -1, first is null ? 20 : days)
                    let at = Noon.AddDays(day)
                    where (hold.UserIds.Count == 0 || hold.UserIds.Contains(person)) && (hold.ChannelIds.Count == 0 || hold.ChannelIds.Contains(place)) && !(at < hold.From) && !(at >= hold.To)
                    select at).Any();
                DateTimeOffset? begin = first is { } f ? Noon.AddDays(f) : null, end = first is { } e ? Noon.AddDays(e + days) : null;
                return hold.To <= hold.From || expected == hold.IsOver(author, channel, begin, end);
            }, iter: 20_000);
}
