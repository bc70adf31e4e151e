using System.Collections.Concurrent;
using EventChat.Events;

namespace EventChat.Projections.Users;

/// <summary>Who somebody is. What was found is kept in memory, since every page of messages asks.</summary>
public sealed class UserQueries(ViewTables tables)
{
    private const int MaxKept = 200_000;
    private readonly ConcurrentDictionary<UserId, UserView> kept = new();

    public async Task<UserView?> Find(UserId user, CancellationToken ct) => (await Find([user], ct)).GetValueOrDefault(user);

    public async ValueTask<IReadOnlyDictionary<UserId, UserView>> Find(IReadOnlyCollection<UserId> users, CancellationToken ct)
    {
        if (Has(users)) return kept;
        var missing = users.Where(u => !kept.ContainsKey(u)).Select(static u => u.ToString()).Distinct().ToArray();
        if (kept.Count > MaxKept) kept.Clear();
        foreach (var view in await tables.Read(
            ViewJson.Default.UserView, $"select data from {tables.Users} where id = any($1)", ct, Parameter.Of(missing)))
            kept[Id.Parse<UserId>(view.Id)] = view;
        return kept;
    }

    private bool Has(IReadOnlyCollection<UserId> users)
    {
        foreach (var user in users)
            if (!kept.ContainsKey(user)) return false;
        return true;
    }
}
