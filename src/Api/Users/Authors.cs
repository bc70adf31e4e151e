using EventChat.Api.Messages;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Users;

namespace EventChat.Api.Users;

/// <summary>Names for ids: from the read model, and where that has not heard of somebody yet, from the log.</summary>
internal sealed class Authors(UserQueries users, CommandHandler commands)
{
    /// <summary>One name, for what answers each message that is sent.</summary>
    public ValueTask<AuthorResource> Named(UserId id, CancellationToken ct) => users.Kept(id) is { } view ? new(Of(id, (view.DisplayName, view.IsBot))) : Find(id, ct);

    public async ValueTask<Func<UserId, AuthorResource>> Named(IReadOnlyCollection<UserId> ids, CancellationToken ct)
    {
        var known = await users.Find(ids, ct);
        Dictionary<UserId, (string Name, bool IsBot)>? fresh = null;
        foreach (var id in ids)
        {
            if (known.ContainsKey(id) || fresh?.ContainsKey(id) == true) continue;
            (fresh ??= []).Add(id, await commands.Ask<User, (string Name, bool IsBot)>(StreamName.For(id), static (user, _) => (user.DisplayName, user.Bot is not null), ct));
        }

        return id => Of(id, known.TryGetValue(id, out var view) ? (view.DisplayName, view.IsBot) : fresh?.GetValueOrDefault(id) ?? ("", false));
    }

    private static AuthorResource Of(UserId id, (string Name, bool IsBot) who) => new(id, who.Name, who.IsBot ? UserResource.Bot : UserResource.Person);

    private async ValueTask<AuthorResource> Find(UserId id, CancellationToken ct) => (await Named([id], ct))(id);
}
