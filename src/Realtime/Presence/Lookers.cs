using EventChat.Events;
using EventChat.Projections.Users;

namespace EventChat.Realtime.Presence;

/// <summary>How somebody is shown to a connection that looks at them. For a stranger, and for who does not exist, it is offline and nothing else.</summary>
public sealed record Shown(UserId UserId, PresenceState State, StatusView? Status);

/// <summary>
/// Which connections of this node look at whom, and what is known of those who are looked at. Nobody is shown before it was asked whether the two know each other, and
/// where that becomes doubtful nothing more is shown until it was asked again.
/// </summary>
/// <typeparam name="TBox">Where a connection is told.</typeparam>
public sealed class Lookers<TBox>(TimeProvider clock) where TBox : class
{
    private readonly Dictionary<TBox, Look<TBox>> looks = [];
    private readonly Dictionary<UserId, Person> people = [];
    private readonly HashSet<UserId> changed = [], unread = [];
    private readonly Lock gate = new();
    private readonly long begun = clock.GetTimestamp();

    private TimeSpan Now => clock.GetElapsedTime(begun);

    /// <summary>From here on the connection looks at these, and no others.</summary>
    public Look<TBox> Begin(TBox box, UserId user, IReadOnlyCollection<UserId> wanted)
    {
        lock (gate)
        {
            Remove(box);
            var look = new Look<TBox>(box, user, wanted);
            foreach (var one in wanted)
            {
                if (!people.TryGetValue(one, out var person)) people.Add(one, person = new());
                person.By.Add(look);
            }

            return looks[box] = look;
        }
    }

    public void Remove(TBox box)
    {
        lock (gate)
        {
            if (!looks.Remove(box, out var look)) return;
            foreach (var one in look.Wanted.Keys)
                if (people[one].By.Remove(look) && people[one].By.Count == 0) people.Remove(one);
            look.Told.TrySetCanceled();
        }
    }

    /// <summary>Those of whom it has to be asked whether they know whom they look at.</summary>
    public IReadOnlyList<(Look<TBox> Look, int Doubts)> Doubtful()
    {
        lock (gate) return [.. looks.Values.Where(static look => look.IsDoubtful).Select(static look => (look, look.Doubts))];
    }

    /// <param name="doubts">As they were before it was asked: what came up since has to be asked again.</param>
    public void Know(Look<TBox> look, int doubts, IReadOnlySet<UserId> known)
    {
        lock (gate)
        {
            if (look.Doubts != doubts) return;
            look.IsDoubtful = false;
            foreach (var one in look.Owed)
            {
                look.Wanted[one] = known.Contains(one);
                if (!look.Wanted[one] || (people[one].IsRead && people[one].HoldsUntil > Now)) continue;
                // Nobody who knows them has looked at them so far.
                people[one].IsRead = false;
                unread.Add(one);
            }
        }
    }

    /// <summary>Somebody came to a workspace or left one; null where it may be anybody.</summary>
    public void Doubt(UserId? user)
    {
        lock (gate)
        {
            foreach (var look in looks.Values)
                if (user is not { } one || look.User == one) look.Doubt(look.Wanted.Keys);
                else if (look.Wanted.ContainsKey(one)) look.Doubt([one]);
        }
    }

    /// <summary>Others say that somebody has changed.</summary>
    public void Hear(UserId user)
    {
        lock (gate)
            if (people.ContainsKey(user)) unread.Add(user);
    }

    /// <summary>The log says that somebody has another status.</summary>
    public void Hear(UserId user, StatusView status)
    {
        lock (gate)
        {
            if (people.TryGetValue(user, out var person) && person.Take(status)) changed.Add(user);
        }
    }

    /// <summary>Nothing that was heard of anybody may be relied on.</summary>
    public void ForgetAll()
    {
        lock (gate) unread.UnionWith(people.Keys);
    }

    /// <summary>Of whom something has to be read; they are named once.</summary>
    /// <param name="everybody">Also those of whom nothing was heard for so long that what was read is over.</param>
    /// <returns>Whose presence, and whose status too.</returns>
    public (IReadOnlyList<UserId> Presence, IReadOnlyList<UserId> Status) Unread(bool everybody)
    {
        lock (gate)
        {
            var now = Now;
            if (everybody) unread.UnionWith(people.Where(p => p.Value.HoldsUntil <= now && p.Value.By.Any(look => look.Wanted[p.Key])).Select(static p => p.Key));
            List<UserId> named = [.. unread.Where(people.ContainsKey)];
            unread.Clear();
            return (named, [.. named.Where(user => people[user].Status is null)]);
        }
    }

    /// <param name="atMost">However long it holds, after this it is asked again: news may be lost.</param>
    public void Learn(IReadOnlyList<Seen> seen, TimeSpan atMost)
    {
        lock (gate)
            foreach (var one in seen)
            {
                if (!people.TryGetValue(one.User, out var person)) continue;
                if (person.IsRead && person.State != one.State) changed.Add(one.User);
                (person.IsRead, person.State) = (true, one.State);
                person.HoldsUntil = Now + (one.State == PresenceState.Offline || one.For > atMost ? atMost : one.For);
            }
    }

    /// <summary>What the read model says; the log may have said something newer since.</summary>
    public void Learn(IReadOnlyList<UserId> asked, IReadOnlyDictionary<UserId, StatusView> found)
    {
        lock (gate)
            foreach (var one in asked)
                if (people.TryGetValue(one, out var person)) person.Take(found.GetValueOrDefault(one) ?? StatusView.None(one));
    }

    /// <summary>Whether anybody is to be told anything.</summary>
    public bool HasNews
    {
        get { lock (gate) return changed.Count > 0 || looks.Values.Any(IsReady); }
    }

    /// <summary>What everybody is to be told, each connection once.</summary>
    public IReadOnlyList<(Look<TBox> Look, IReadOnlyList<Shown> Shown)> Collect()
    {
        lock (gate)
        {
            Dictionary<(UserId, bool), Shown> shown = [];
            Dictionary<Look<TBox>, HashSet<UserId>> due = [];
            foreach (var look in looks.Values.Where(IsReady))
            {
                due[look] = [.. look.Owed];
                look.Owed.Clear();
            }

            foreach (var user in changed)
                if (people.TryGetValue(user, out var person))
                    foreach (var look in person.By)
                        if (look.Wanted[user] && !look.Owed.Contains(user)) (due.TryGetValue(look, out var users) ? users : due[look] = []).Add(user);
            changed.Clear();
            return [.. due.Select(d => (d.Key, (IReadOnlyList<Shown>)[.. d.Value.Select(user => Show(user, d.Key.Wanted[user]))]))];

            Shown Show(UserId user, bool isKnown) => shown.TryGetValue((user, isKnown), out var one) ? one
                : shown[(user, isKnown)] = isKnown ? people[user].Show(user, clock.GetUtcNow()) : new(user, PresenceState.Offline, null);
        }
    }

    private bool IsReady(Look<TBox> look) =>
        !look.IsDoubtful && look.Owed.Count > 0 && look.Owed.All(one => !look.Wanted[one] || (people[one].IsRead && people[one].Status is not null));

    private sealed class Person
    {
        public HashSet<Look<TBox>> By { get; } = [];
        public bool IsRead { get; set; }
        public PresenceState State { get; set; }

        /// <summary>Until then nobody has to be asked.</summary>
        public TimeSpan HoldsUntil { get; set; }

        /// <summary>Null until it was read.</summary>
        public StatusView? Status { get; private set; }

        public bool Take(StatusView status)
        {
            if (Status is not null && status.Position <= Status.Position) return false;
            Status = status;
            return true;
        }

        public Shown Show(UserId user, DateTimeOffset now) => new(user, State, Status is { IsNone: false } status && !(status.Until <= now) ? status : null);
    }
}
