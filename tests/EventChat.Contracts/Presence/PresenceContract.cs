using EventChat.Events;
using EventChat.Realtime.Presence;

namespace EventChat.Contracts.Presence;

/// <summary>What presence must do, wherever it is kept.</summary>
public abstract class PresenceContract
{
    protected const string Here = "node-here", There = "node-there";
    protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Moment = TimeSpan.FromMilliseconds(300);

    protected UserId Ada { get; } = UserId.New();
    protected UserId Bob { get; } = UserId.New();

    protected abstract IPresence Presence { get; }

    /// <summary>The same, as another node sees it.</summary>
    protected abstract IPresence Elsewhere { get; }

    [Fact]
    public async Task Who_was_never_seen_is_offline_and_nobody_is_missing()
    {
        Assert.Equal([Ada, Bob], (await Presence.Read([Ada, Bob], default)).Select(static seen => seen.User));
        Assert.Equal(PresenceState.Offline, await StateOf(Ada));
        Assert.Empty(await Presence.Read([], default));
    }

    [Fact]
    public async Task What_one_node_says_all_know_for_as_long_as_it_says()
    {
        await Post(Presence, Here, Ada, PresenceState.Online);

        var seen = Assert.Single(await Elsewhere.Read([Ada], default));
        Assert.Equal((Ada, PresenceState.Online), (seen.User, seen.State));
        Assert.InRange(seen.For, TimeSpan.FromSeconds(50), Minute);
    }

    [Fact]
    public async Task A_node_that_falls_silent_takes_its_people_with_it()
    {
        await Post(Presence, Here, Ada, PresenceState.Online, Moment);
        await Post(Presence, Here, Bob, PresenceState.Online, Moment);
        await Post(Elsewhere, There, Bob, PresenceState.Away);

        var bob = Assert.Single(await Presence.Read([Bob], default));
        Assert.Equal(PresenceState.Online, bob.State);
        Assert.InRange(bob.For, TimeSpan.Zero, Moment);
        await Task.Delay(Moment + Moment);
        Assert.Equal((PresenceState.Offline, PresenceState.Away), (await StateOf(Ada), await StateOf(Bob)));
    }

    [Fact]
    public async Task Devices_on_several_nodes_make_one_presence_and_the_highest_counts()
    {
        await Post(Presence, Here, Ada, PresenceState.Away);
        Assert.Equal(PresenceState.Away, await StateOf(Ada));
        await Post(Elsewhere, There, Ada, PresenceState.Online);
        Assert.Equal(PresenceState.Online, await StateOf(Ada));
        await Post(Elsewhere, There, Ada, PresenceState.Offline, TimeSpan.Zero);
        Assert.Equal(PresenceState.Away, await StateOf(Ada));
        await Post(Presence, Here, Ada, PresenceState.Offline, TimeSpan.Zero);
        Assert.Equal(PresenceState.Offline, await StateOf(Ada));
    }

    [Fact]
    public async Task To_be_left_alone_is_a_persons_choice_that_any_device_takes_back()
    {
        await Post(Presence, Here, Ada, PresenceState.Online);
        await Post(Elsewhere, There, Ada, PresenceState.Away, choice: true);
        Assert.Equal(PresenceState.DoNotDisturb, await StateOf(Ada));
        await Post(Elsewhere, There, Ada, PresenceState.Online);
        Assert.Equal(PresenceState.DoNotDisturb, await StateOf(Ada));
        await Post(Presence, Here, Ada, PresenceState.Online, choice: false);
        Assert.Equal(PresenceState.Online, await StateOf(Ada));
    }

    [Fact]
    public async Task A_choice_outlives_the_connection_for_a_while_and_shows_only_while_there_is_one()
    {
        await Post(Presence, Here, Ada, PresenceState.Online, choice: true);
        await Post(Presence, Here, Ada, PresenceState.Offline, TimeSpan.Zero);
        Assert.Equal(PresenceState.Offline, await StateOf(Ada));
        await Post(Elsewhere, There, Ada, PresenceState.Away);
        Assert.Equal(PresenceState.DoNotDisturb, await StateOf(Ada));
    }

    [Fact]
    public async Task Only_what_changes_is_told_and_every_node_hears_it()
    {
        await using var here = new Ear(Presence);
        await using var there = new Ear(Elsewhere);
        await Task.WhenAll(here.IsOpen(this), there.IsOpen(this));

        await Post(Presence, Here, Ada, PresenceState.Online);
        await Post(Presence, Here, Ada, PresenceState.Online);
        await Post(Elsewhere, There, Ada, PresenceState.Away);
        await Post(Presence, Here, Ada, PresenceState.Offline, TimeSpan.Zero);
        await Post(Presence, Here, Ada, PresenceState.Online, Moment);
        await Task.Delay(Moment + Moment);
        await Post(Elsewhere, There, Ada, PresenceState.Offline, TimeSpan.Zero);
        await Post(Presence, Here, Bob, PresenceState.Online);

        foreach (var ear in (Ear[])[here, there])
        {
            await ear.Until(Bob);
            Assert.Equal([Ada, Ada, Ada, Ada, Bob], ear.Heard.Where(user => user == Ada || user == Bob));
        }
    }

    [Fact]
    public async Task That_it_holds_for_less_long_than_was_said_is_told_too()
    {
        await using var there = new Ear(Elsewhere);
        await there.IsOpen(this);

        await Post(Presence, Here, Ada, PresenceState.Online, Minute);
        await Post(Presence, Here, Ada, PresenceState.Online, Minute + Minute);
        await Post(Presence, Here, Ada, PresenceState.Online, Minute);
        await Post(Presence, Here, Ada, PresenceState.Online, Minute);
        await Post(Presence, Here, Bob, PresenceState.Online);

        await there.Until(Bob);
        Assert.Equal([Ada, Ada, Bob], there.Heard.Where(user => user == Ada || user == Bob));
    }

    [Fact]
    public async Task Many_are_written_and_read_together()
    {
        var people = Enumerable.Range(0, 1_234).Select(static _ => UserId.New()).ToList();

        await Presence.Post(Here, [.. people.Select(static user => new Sighting(user, PresenceState.Online, Minute))], default);

        var seen = await Elsewhere.Read([.. people, Bob], default);
        Assert.Equal([.. people, Bob], seen.Select(static s => s.User));
        Assert.Equal(people, seen.Where(static s => s.State == PresenceState.Online).Select(static s => s.User));
    }

    protected static Task Post(IPresence presence, string node, UserId user, PresenceState state, TimeSpan? holds = null, bool? choice = null) =>
        presence.Post(node, [new(user, state, holds ?? Minute, choice)], default);

    protected async Task<PresenceState> StateOf(UserId user)
    {
        var (here, there) = (Assert.Single(await Presence.Read([user], default)), Assert.Single(await Elsewhere.Read([user], default)));
        Assert.Equal(here.State, there.State);
        return here.State;
    }

    /// <summary>Writes down who is told of.</summary>
    private sealed class Ear : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly List<UserId> heard = [];
        private readonly Task listening;

        public Ear(IPresence presence) => listening = Listen(presence);

        public IReadOnlyList<UserId> Heard { get { lock (heard) return [.. heard]; } }

        /// <summary>Whether it hears is known only once it has heard.</summary>
        public async Task IsOpen(PresenceContract contract)
        {
            for (var user = UserId.New(); !Heard.Contains(user); user = UserId.New())
            {
                await Post(contract.Presence, Here, user, PresenceState.Online);
                for (var n = 0; n < 20 && !Heard.Contains(user); n++) await Task.Delay(5);
                if (Heard.Contains(user)) return;
            }
        }

        public async Task Until(UserId user)
        {
            for (var n = 0; n < 2_000 && !Heard.Contains(user); n++) await Task.Delay(5);
            Assert.Contains(user, Heard);
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await listening;
            stop.Dispose();
        }

        private async Task Listen(IPresence presence)
        {
            try
            {
                await foreach (var user in presence.Changes(stop.Token))
                    lock (heard) heard.Add(user);
            }
            catch (OperationCanceledException) { }
        }
    }
}
