using EventChat.Events;
using EventChat.Realtime.Presence;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Presence;

public class DevicesSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Gone = Second * 60, Grace = Second * 5, Idle = TimeSpan.FromMinutes(10);
    private readonly FakeTimeProvider clock = new();
    private readonly Devices devices;

    public DevicesSpecs() => devices = new(clock, Options.Create(new PresenceOptions()));

    [Fact]
    public void Who_arrives_is_online_for_a_minute_and_that_is_said_once()
    {
        devices.Arrive(Ada);

        Assert.Equal([new(Ada, PresenceState.Online, Gone)], News());
        Assert.Empty(News());
    }

    [Fact]
    public void A_heartbeat_is_said_only_where_it_moves_the_end_by_a_good_part()
    {
        var phone = devices.Arrive(Ada);
        News();

        After(Second * 9, () => devices.Beat(phone));
        Assert.Empty(News());
        After(Second, () => devices.Beat(phone));
        Assert.Equal([new(Ada, PresenceState.Online, Gone)], News());
    }

    [Fact]
    public void Who_sends_no_heartbeat_is_gone_after_a_minute_and_back_with_the_next()
    {
        var phone = devices.Arrive(Ada);
        News();

        clock.Advance(Gone - TimeSpan.FromTicks(1));
        Assert.Empty(News());
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([new(Ada, PresenceState.Offline, TimeSpan.Zero)], News());
        devices.Beat(phone);
        Assert.Equal([new(Ada, PresenceState.Online, Gone)], News());
    }

    [Fact]
    public void Who_leaves_is_gone_after_the_time_of_grace_and_who_comes_back_within_it_never_was()
    {
        devices.Leave(devices.Arrive(Ada));
        Assert.Equal([new(Ada, PresenceState.Online, Grace)], News());
        clock.Advance(Grace - Second);
        var phone = devices.Arrive(Ada);
        Assert.Equal([new(Ada, PresenceState.Online, Gone)], News());
        clock.Advance(Grace);
        Assert.Empty(News());

        devices.Leave(phone);
        Assert.Equal([new(Ada, PresenceState.Online, Grace)], News());
        clock.Advance(Grace);
        Assert.Equal([new(Ada, PresenceState.Offline, TimeSpan.Zero)], News());
        Assert.Empty(News());
    }

    [Fact]
    public void One_device_that_is_looked_at_is_enough_to_be_online()
    {
        var (phone, laptop) = (devices.Arrive(Ada), devices.Arrive(Ada));
        News();

        devices.Say(phone, PresenceState.Away);
        Assert.Equal(PresenceState.Online, State(Ada));
        devices.Say(laptop, PresenceState.Away);
        Assert.Equal(PresenceState.Away, State(Ada));
        devices.Act(laptop);
        Assert.Equal(PresenceState.Away, State(Ada));
        devices.Say(laptop, PresenceState.Online);
        Assert.Equal(PresenceState.Online, State(Ada));
    }

    [Fact]
    public void Who_only_sends_heartbeats_is_away_after_ten_minutes()
    {
        var phone = devices.Arrive(Ada);
        for (var n = 0; n < 20; n++) After(Second * 30, () => devices.Beat(phone));

        Assert.Equal(PresenceState.Away, State(Ada));
        devices.Act(phone);
        Assert.Equal(PresenceState.Online, State(Ada));
        Assert.Equal(Idle, Second * 30 * 20);
    }

    [Fact]
    public void To_be_left_alone_is_said_with_the_next_word_and_only_once()
    {
        var phone = devices.Arrive(Ada);
        News();

        devices.Say(phone, PresenceState.DoNotDisturb);
        Assert.Equal([new(Ada, PresenceState.Online, Gone, DoNotDisturb: true)], News());
        devices.Say(phone, PresenceState.DoNotDisturb);
        Assert.Empty(News());
        devices.Say(phone, PresenceState.Away);
        Assert.Equal([new(Ada, PresenceState.Away, Gone)], News());
        devices.Say(phone, PresenceState.Online);
        Assert.Equal([new(Ada, PresenceState.Online, Gone, DoNotDisturb: false)], News());
    }

    [Fact]
    public void What_nobody_has_heard_is_said_again_choices_too()
    {
        devices.Say(devices.Arrive(Ada), PresenceState.DoNotDisturb);
        devices.Arrive(Bob);
        var said = News();

        devices.Repeat();

        Assert.Equal(said, News());
    }

    [Fact]
    public void A_node_that_ends_leaves_everybody_the_time_of_grace()
    {
        devices.Arrive(Ada);
        devices.Arrive(Bob);
        News();

        devices.LeaveAll();

        Assert.Equal([new(Ada, PresenceState.Online, Grace), new(Bob, PresenceState.Online, Grace)], News());
    }

    private IReadOnlyList<Sighting> News() => [.. devices.Collect(everybody: true).OrderBy(static s => s.User.Value == Ada.Value ? 0 : 1)];

    /// <summary>As others know it, whether it is news or not.</summary>
    private PresenceState State(UserId user)
    {
        devices.Repeat();
        return devices.Collect(everybody: true).Single(s => s.User == user).State;
    }

    private void After(TimeSpan time, Action action)
    {
        clock.Advance(time);
        action();
    }
}
