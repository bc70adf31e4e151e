using EventChat.Events;
using EventChat.Realtime.Presence;

namespace EventChat.Adapters.Presence;

/// <summary>Who is there, by the word of nodes in this process.</summary>
public sealed class InMemoryPresence(TimeProvider clock) : IPresence
{
    private const int SmallestSweep = 1_024, MaxUnheard = 65_536;
    private readonly Dictionary<UserId, Person> people = [];
    private readonly Listeners<UserId> listeners = new(MaxUnheard);
    private readonly Lock gate = new();
    private readonly long begun = clock.GetTimestamp();
    private int untilSweep = SmallestSweep;

    /// <summary>How many are remembered.</summary>
    public int Kept { get { lock (gate) return people.Count; } }

    private TimeSpan Now => clock.GetElapsedTime(begun);

    public Task Post(string node, IReadOnlyCollection<Sighting> sightings, CancellationToken ct)
    {
        lock (gate)
            foreach (var sighting in sightings) Take(node, sighting);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Seen>> Read(IReadOnlyCollection<UserId> people, CancellationToken ct)
    {
        lock (gate)
        {
            IReadOnlyList<Seen> seen = [.. people.Select(user => this.people.TryGetValue(user, out var person) ? person.At(Now) : new(user, PresenceState.Offline, TimeSpan.Zero))];
            return Task.FromResult(seen);
        }
    }

    public IAsyncEnumerable<UserId> Changes(CancellationToken ct) => listeners.Hear(ct);

    /// <summary>All that a node said and that still holds.</summary>
    internal IReadOnlyCollection<Sighting> Said(string node)
    {
        lock (gate) return [.. people.Values.Select(person => person.Said(node, Now)).Where(static sighting => sighting.For > TimeSpan.Zero)];
    }

    private void Take(string node, Sighting sighting)
    {
        if (!people.TryGetValue(sighting.User, out var person))
        {
            if (--untilSweep < 0) Sweep();
            people.Add(sighting.User, person = new(sighting.User));
        }

        // What has run out was the last that anybody heard.
        var (before, held) = (person.At(TimeSpan.Zero).State, person.At(Now).For);
        person.Take(node, sighting, Now);
        var after = person.At(Now);
        if (after.State == before && after.For >= held - Seen.Sooner) return;
        listeners.Tell(sighting.User);
    }

    /// <summary>After as many newcomers as there were left, so that a newcomer pays for two at most.</summary>
    private void Sweep()
    {
        foreach (var (user, person) in people)
            if (person.IsOver(Now)) people.Remove(user);
        untilSweep = Math.Max(people.Count, SmallestSweep);
    }

    private sealed class Person(UserId user)
    {
        private readonly Dictionary<string, (PresenceState State, TimeSpan Until)> words = new(StringComparer.Ordinal);
        private TimeSpan choiceUntil;
        private bool doNotDisturb;

        public Seen At(TimeSpan now) => Seen.Of(user, words.Values.Select(word => (word.State, word.Until - now)), doNotDisturb && choiceUntil > now);

        public Sighting Said(string node, TimeSpan now) =>
            words.TryGetValue(node, out var word) ? new(user, word.State, word.Until - now, doNotDisturb && choiceUntil > now ? true : null) : default;

        public bool IsOver(TimeSpan now) => choiceUntil <= now;

        public void Take(string node, Sighting sighting, TimeSpan now)
        {
            doNotDisturb = sighting.DoNotDisturb ?? (doNotDisturb && choiceUntil > now);
            foreach (var (name, word) in words)
                if (word.Until <= now) words.Remove(name);
            if (sighting.State == PresenceState.Offline) words.Remove(node);
            else words[node] = (sighting.State, now + sighting.For);
            choiceUntil = words.Values.Select(static word => word.Until).Append(now).Max() + Seen.ChoiceOutlives;
        }
    }
}
