using EventChat.Events;
using Microsoft.Extensions.Options;

namespace EventChat.Realtime.Presence;

/// <summary>A connection of somebody, as presence sees it.</summary>
public sealed class Device
{
    internal Device(UserId user, TimeSpan now) => (User, BeatAt, ActiveAt) = (user, now, now);

    internal UserId User { get; }
    internal TimeSpan BeatAt { get; set; }
    internal TimeSpan ActiveAt { get; set; }

    /// <summary>When it stops counting after its end; null while it is there.</summary>
    internal TimeSpan? LeavesAt { get; set; }

    /// <summary>It says so itself, until it says that it is online.</summary>
    internal bool SaidAway { get; set; }
}

/// <summary>
/// How people are by the connections of this node. A heartbeat costs a few words of memory here: what has to be said to others is collected afterwards, and only where
/// it is news or would soon be over.
/// </summary>
public sealed class Devices(TimeProvider clock, IOptions<PresenceOptions> options)
{
    private readonly PresenceOptions times = options.Value;
    private readonly Dictionary<UserId, Person> people = [];
    private readonly HashSet<UserId> touched = [];
    private readonly Lock gate = new();
    private readonly long begun = clock.GetTimestamp();

    private TimeSpan Now => clock.GetElapsedTime(begun);

    /// <summary>Whether somebody has a connection to this node, or had one a moment ago.</summary>
    public bool Has(UserId user)
    {
        lock (gate) return people.ContainsKey(user);
    }

    public Device Arrive(UserId user)
    {
        lock (gate)
        {
            var device = new Device(user, Now);
            if (!people.TryGetValue(user, out var person)) people.Add(user, person = new());
            person.Devices.Add(device);
            touched.Add(user);
            return device;
        }
    }

    public void Leave(Device device) => Change(device, static (d, now, times) => d.LeavesAt ??= now + times.Grace);

    /// <summary>It is there.</summary>
    public void Beat(Device device) => Change(device, static (d, now, _) => d.BeatAt = now);

    /// <summary>Somebody does something with it.</summary>
    public void Act(Device device) => Change(device, static (d, now, _) => d.BeatAt = d.ActiveAt = now);

    /// <summary>What a connection says of itself; to be left alone is said for the person and holds until one of their connections says that it is online.</summary>
    public void Say(Device device, PresenceState state)
    {
        lock (gate)
        {
            if (!people.TryGetValue(device.User, out var person)) return;
            Act(device);
            device.SaidAway = state == PresenceState.Away;
            if (state != PresenceState.Away) person.Choose(state == PresenceState.DoNotDisturb);
        }
    }

    /// <summary>What others have to hear.</summary>
    /// <param name="everybody">Also what changed because time went by.</param>
    public IReadOnlyList<Sighting> Collect(bool everybody)
    {
        lock (gate)
        {
            List<Sighting> news = [];
            foreach (var user in everybody ? people.Keys.ToList() : [.. touched])
            {
                if (!people.TryGetValue(user, out var person)) continue;
                if (person.News(user, Now, times) is { } sighting) news.Add(sighting);
                if (person.Devices.Count == 0) people.Remove(user);
            }

            touched.Clear();
            return news;
        }
    }

    /// <summary>Nobody has heard what was collected: all of it is news again.</summary>
    public void Repeat()
    {
        lock (gate)
            foreach (var (user, person) in people)
            {
                person.Repeat();
                touched.Add(user);
            }
    }

    /// <summary>The node ends: who comes back to another within the time of grace was not away.</summary>
    public void LeaveAll()
    {
        lock (gate)
            foreach (var device in people.Values.SelectMany(static person => person.Devices).ToList()) Leave(device);
    }

    private void Change(Device device, Action<Device, TimeSpan, PresenceOptions> change)
    {
        lock (gate)
        {
            change(device, Now, times);
            touched.Add(device.User);
        }
    }

    private sealed class Person
    {
        private PresenceState said;
        private TimeSpan saidUntil;
        private bool? choice;
        private bool isChoiceSaid;

        public List<Device> Devices { get; } = [];

        public void Choose(bool doNotDisturb) => (choice, isChoiceSaid) = (doNotDisturb, isChoiceSaid && choice == doNotDisturb);

        public void Repeat() => (said, saidUntil, isChoiceSaid) = (PresenceState.Offline, TimeSpan.Zero, false);

        public Sighting? News(UserId user, TimeSpan now, PresenceOptions times)
        {
            Devices.RemoveAll(device => device.LeavesAt is not null && Until(device, times) <= now);
            var (state, until) = At(now, times);
            var isChosen = choice is not null && !isChoiceSaid && state != PresenceState.Offline;
            if (state == said && !isChosen && (until - saidUntil).Duration() < times.Gone / 6) return null;
            (said, saidUntil, isChoiceSaid) = (state, until, isChoiceSaid || isChosen);
            return new(user, state, state == PresenceState.Offline ? TimeSpan.Zero : until - now, isChosen ? choice : null);
        }

        private (PresenceState State, TimeSpan Until) At(TimeSpan now, PresenceOptions times)
        {
            var (state, last) = (PresenceState.Offline, TimeSpan.Zero);
            foreach (var device in Devices)
            {
                var until = Until(device, times);
                if (until <= now) continue;
                var own = device.SaidAway || now - device.ActiveAt >= times.Idle ? PresenceState.Away : PresenceState.Online;
                (state, last) = (own > state ? own : state, until > last ? until : last);
            }

            return (state, last);
        }

        private static TimeSpan Until(Device device, PresenceOptions times)
        {
            var silent = device.BeatAt + times.Gone;
            return device.LeavesAt is { } leaves && leaves < silent ? leaves : silent;
        }
    }
}
