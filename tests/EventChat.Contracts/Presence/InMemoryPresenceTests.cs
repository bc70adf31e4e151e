using EventChat.Adapters.Presence;
using EventChat.Events;
using EventChat.Realtime.Presence;
using Microsoft.Extensions.Time.Testing;

namespace EventChat.Contracts.Presence;

public sealed class InMemoryPresenceTests : PresenceContract
{
    private readonly InMemoryPresence memory = new(TimeProvider.System);

    protected override IPresence Presence => memory;
    protected override IPresence Elsewhere => memory;

    [Fact]
    public async Task To_the_tick_it_holds_as_long_as_was_said()
    {
        var clock = new FakeTimeProvider();
        var presence = new InMemoryPresence(clock);
        await Post(presence, Here, Ada, PresenceState.Online);

        clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Equal([new(Ada, PresenceState.Online, TimeSpan.FromTicks(1))], await presence.Read([Ada], default));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([new(Ada, PresenceState.Offline, TimeSpan.Zero)], await presence.Read([Ada], default));
    }

    [Fact]
    public async Task A_choice_is_forgotten_when_nobody_was_there_for_a_minute()
    {
        var clock = new FakeTimeProvider();
        var presence = new InMemoryPresence(clock);
        foreach (var (away, state) in new[] { (59, PresenceState.DoNotDisturb), (60, PresenceState.Online) })
        {
            await Post(presence, Here, Ada, PresenceState.Online, choice: true);
            await Post(presence, Here, Ada, PresenceState.Offline, TimeSpan.Zero);
            clock.Advance(TimeSpan.FromSeconds(away));
            await Post(presence, Here, Ada, PresenceState.Online);

            Assert.Equal(state, Assert.Single(await presence.Read([Ada], default)).State);
        }
    }

    [Fact]
    public async Task Who_is_gone_is_forgotten_while_others_come()
    {
        var clock = new FakeTimeProvider();
        var presence = new InMemoryPresence(clock);
        for (var minute = 0; minute < 50; minute++)
        {
            for (var n = 0; n < 1_000; n++) await Post(presence, Here, UserId.New(), PresenceState.Online);
            clock.Advance(Minute);
        }

        Assert.InRange(presence.Kept, 1, 6_000);
    }
}
