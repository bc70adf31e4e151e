using System.Collections.Concurrent;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Projections.Users;

/// <summary>
/// Who somebody is. What was found is kept in memory, since every page of messages asks, until the log says that it has changed; and it is kept only where the
/// read model already had that change.
/// </summary>
public sealed class UserQueries(ViewTables tables)
{
    private const int MaxKept = 200_000;
    private readonly ConcurrentDictionary<UserId, UserView> kept = new();
    private readonly ConcurrentDictionary<UserId, Position> changed = new();

    /// <returns>Null for who is not in memory.</returns>
    public UserView? Kept(UserId user) => kept.GetValueOrDefault(user);

    public async Task<UserView?> Find(UserId user, CancellationToken ct) => (await Find([user], ct)).GetValueOrDefault(user);

    public async ValueTask<IReadOnlyDictionary<UserId, UserView>> Find(IReadOnlyCollection<UserId> users, CancellationToken ct)
    {
        Dictionary<UserId, UserView> found = new(users.Count);
        List<string>? missing = null;
        foreach (var user in users)
        {
            if (kept.TryGetValue(user, out var view)) found[user] = view;
            else (missing ??= []).Add(user.ToString());
        }

        if (missing is not null) await Read(missing, found, ct);
        return found;
    }

    /// <summary>Something about this person changed at this position.</summary>
    internal void Forget(UserId user, Position position)
    {
        if (changed.Count > MaxKept)
        {
            changed.Clear();
            kept.Clear();
        }

        changed[user] = position;
        kept.TryRemove(user, out _);
    }

    private async Task Read(List<string> missing, Dictionary<UserId, UserView> found, CancellationToken ct)
    {
        var through = await tables.ReadCheckpoint(UserProjection.Name, ct);
        if (kept.Count > MaxKept) kept.Clear();
        foreach (var view in await tables.Read(
            ViewJson.Default.UserView, $"select data from {tables.Users} where id = any($1)", ct, Parameter.Of(missing.ToArray())))
        {
            var user = Id.Parse<UserId>(view.Id);
            found[user] = kept[user] = view;
            if (changed.TryGetValue(user, out var at) && at > through) kept.TryRemove(user, out _);
        }
    }
}
