using EventChat.Events;
using EventChat.Projections.Users;
using EventChat.Realtime.Presence;
using Microsoft.Extensions.Time.Testing;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Presence;

public class LookersSpecs
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider clock = new();
    private readonly Lookers<string> lookers;

    public LookersSpecs() => lookers = new(clock);

    [Fact]
    public void Nobody_is_shown_before_it_was_asked_and_read_and_then_all_at_once()
    {
        lookers.Begin("ada's", Ada, [Bob, Mallory]);
        Learn();
        Assert.Equal([], Shown());

        Know(Bob);
        Assert.Equal([], Shown());
        Learn((Bob, PresenceState.Online));
        Assert.Equal(["ada's: Bob online, Mallory offline"], Shown());
        Assert.Equal([], Shown());
    }

    [Fact]
    public void Only_what_changes_is_shown_and_only_to_those_who_look()
    {
        lookers.Begin("ada's", Ada, [Bob]);
        lookers.Begin("bob's", Bob, [Ada]);
        Know(Ada, Bob);
        Learn();
        Shown();

        Hear(Bob, PresenceState.Offline);
        Assert.Equal([], Shown());
        Hear(Bob, PresenceState.Away);
        Hear(Mallory, PresenceState.Away);
        Assert.Equal(["ada's: Bob away"], Shown());
    }

    [Fact]
    public void A_stranger_is_offline_whatever_they_do_and_has_no_status()
    {
        lookers.Begin("ada's", Ada, [Mallory]);
        Know();
        Learn();
        Assert.Equal(["ada's: Mallory offline"], Shown());

        lookers.Hear(Mallory, Status(Mallory, "Spying", 7));
        Hear(Mallory, PresenceState.Online);

        Assert.Equal([], Shown());
    }

    [Fact]
    public void Where_it_is_doubtful_nothing_is_shown_until_it_was_asked_again()
    {
        Settled("ada's", Ada, Bob, Mallory);
        lookers.Doubt(Bob);
        Hear(Bob, PresenceState.Online);
        Hear(Mallory, PresenceState.Online);
        Assert.Equal(["ada's: Mallory online"], Shown());

        Know(Bob, Mallory);
        Assert.Equal(["ada's: Bob online"], Shown());
        lookers.Doubt(Bob);
        Know(Mallory);
        Assert.Equal(["ada's: Bob offline"], Shown());
    }

    [Fact]
    public void An_answer_that_was_overtaken_by_a_doubt_counts_for_nothing()
    {
        Settled("ada's", Ada, Bob);
        lookers.Doubt(Ada);
        var (look, doubts) = Assert.Single(lookers.Doubtful());
        lookers.Doubt(Bob);

        lookers.Know(look, doubts, new HashSet<UserId> { Bob });
        Hear(Bob, PresenceState.Online);

        Assert.Equal([], Shown());
        Assert.Single(lookers.Doubtful());
    }

    [Fact]
    public void Somebody_of_whom_nothing_is_heard_is_asked_after_when_what_was_read_is_over()
    {
        Settled("ada's", Ada, Bob);
        Hear(Bob, PresenceState.Online);

        clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Empty(lookers.Unread(everybody: true).Presence);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([Bob], lookers.Unread(everybody: true).Presence);
    }

    [Fact]
    public void The_newest_status_counts_however_late_the_older_one_comes()
    {
        lookers.Begin("ada's", Ada, [Bob]);
        Know(Bob);
        lookers.Hear(Bob, Status(Bob, "new", 8));
        lookers.Learn([Bob], new Dictionary<UserId, StatusView> { [Bob] = Status(Bob, "old", 7) });
        Learn();
        Assert.Equal(["ada's: Bob offline (new)"], Shown());

        lookers.Hear(Bob, Status(Bob, "older", 6));
        Assert.Equal([], Shown());
        lookers.Hear(Bob, Status(Bob, "", 9));
        Assert.Equal(["ada's: Bob offline"], Shown());
    }

    [Fact]
    public void A_status_that_is_over_is_shown_no_more()
    {
        lookers.Begin("ada's", Ada, [Bob]);
        Know(Bob);
        lookers.Hear(Bob, Status(Bob, "lunch", 8) with { Until = clock.GetUtcNow() + Minute });
        Learn();
        Assert.Equal(["ada's: Bob offline (lunch)"], Shown());

        clock.Advance(Minute);
        Hear(Bob, PresenceState.Online);
        Assert.Equal(["ada's: Bob online"], Shown());
    }

    [Fact]
    public void Who_stops_looking_is_told_nothing_and_nobody_is_read_for_them()
    {
        Settled("ada's", Ada, Bob);
        var first = lookers.Begin("ada's", Ada, [Mallory]);
        lookers.Remove("ada's");
        Hear(Bob, PresenceState.Online);

        Assert.Equal([], Shown());
        Assert.True(first.Told.Task.IsCanceled);
        Assert.Empty(lookers.Unread(everybody: true).Presence);
    }

    private void Settled(string box, UserId user, params UserId[] wanted)
    {
        lookers.Begin(box, user, wanted);
        Know(wanted);
        Learn();
        Shown();
    }

    private void Know(params UserId[] known)
    {
        foreach (var (look, doubts) in lookers.Doubtful()) lookers.Know(look, doubts, known.ToHashSet());
    }

    private void Hear(UserId user, PresenceState state)
    {
        lookers.Hear(user);
        Learn((user, state));
    }

    private void Learn(params (UserId User, PresenceState State)[] states)
    {
        var (people, withStatus) = lookers.Unread(everybody: false);
        lookers.Learn(withStatus, new Dictionary<UserId, StatusView>());
        lookers.Learn([.. people.Select(user => new Seen(user, states.FirstOrDefault(s => s.User == user).State, Minute))], Minute);
    }

    private List<string> Shown() => [.. lookers.Collect().Select(static news => $"{news.Look.Box}: {string.Join(", ", news.Shown.Select(Line))}").Order()];

    private static string Line(Shown shown) =>
        $"{(shown.UserId == Ada ? "Ada" : shown.UserId == Bob ? "Bob" : "Mallory")} {shown.State.ToString().ToLowerInvariant()}{(shown.Status is { } status ? $" ({status.Text})" : "")}";

    private static StatusView Status(UserId user, string text, long position) => new(user.ToString(), text, "", null, position);
}
