using EventChat.Events;
using EventChat.Realtime.Drafts;

namespace EventChat.Adapters.Drafts;

/// <summary>Drafts within this process.</summary>
public sealed class InMemoryDrafts(TimeProvider clock) : IDrafts
{
    private const int MaxUnheard = 65_536;
    private readonly Dictionary<DraftPlace, Draft> drafts = [];
    private readonly Dictionary<UserId, long> versions = [];
    private readonly Listeners<DraftNews> listeners = new(MaxUnheard);
    private readonly Lock gate = new();

    public Task<Draft> Save(DraftPlace place, string text, CancellationToken ct)
    {
        lock (gate)
        {
            var draft = drafts[place] = new(place, text, Next(place.UserId), clock.GetUtcNow());
            Tell(place, draft.Version);
            foreach (var old in Of(place.UserId).Skip(Draft.Most).ToList()) Remove(old.Place, draft.Version);
            return Task.FromResult(draft);
        }
    }

    public Task Forget(IReadOnlyCollection<Settled> places, CancellationToken ct)
    {
        lock (gate)
            foreach (var (place, ago) in places)
                if (drafts.TryGetValue(place, out var draft) && draft.ChangedAt <= clock.GetUtcNow() - ago) Remove(place, Next(place.UserId));
        return Task.CompletedTask;
    }

    public Task ForgetAll(UserId user, CancellationToken ct)
    {
        lock (gate)
            foreach (var draft in Of(user).ToList()) Remove(draft.Place, Next(user));
        return Task.CompletedTask;
    }

    public Task<DraftPage> Before(UserId user, long version, int limit, CancellationToken ct)
    {
        lock (gate) return Task.FromResult(new DraftPage([.. Of(user).Where(d => d.Version < version).Take(limit)], versions.GetValueOrDefault(user)));
    }

    public Task<IReadOnlyList<Draft>> Read(IReadOnlyCollection<DraftPlace> places, CancellationToken ct)
    {
        lock (gate) return Task.FromResult<IReadOnlyList<Draft>>([.. places.Select(p => drafts.GetValueOrDefault(p)).OfType<Draft>()]);
    }

    public IAsyncEnumerable<DraftNews> Changes(CancellationToken ct) => listeners.Hear(ct);

    /// <summary>Newest first.</summary>
    private IEnumerable<Draft> Of(UserId user) => drafts.Values.Where(d => d.Place.UserId == user).OrderByDescending(static d => d.Version);

    private long Next(UserId user) => versions[user] = versions.GetValueOrDefault(user) + 1;

    private void Remove(DraftPlace place, long version)
    {
        drafts.Remove(place);
        Tell(place, version);
    }

    private void Tell(DraftPlace place, long version) => listeners.Tell(new(place.UserId, place, version));
}
