using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Api.Hooks;

/// <summary>
/// What the ids in a payload are called. A payload is turned into text once to learn which ids it has, and again when their names are known; of each kind
/// <see cref="Most"/> are looked up.
/// </summary>
public sealed class SlackNames
{
    /// <summary>As many people as a message mentions.</summary>
    public const int Most = 50;

    private readonly Dictionary<UserId, string?> users = [];
    private readonly Dictionary<ChannelId, string?> channels = [];
    private readonly Dictionary<GroupId, string?> groups = [];

    /// <summary>Whether names in the text count that the sender did not mark as such.</summary>
    public bool Links { get; set; } = true;

    public bool HasIds => users.Count + channels.Count + groups.Count > 0;

    /// <returns>Null for who is not in the workspace, and until it was looked up.</returns>
    public string? Of(UserId id) => Of(users, id);

    public string? Of(ChannelId id) => Of(channels, id);

    public string? Of(GroupId id) => Of(groups, id);

    /// <param name="name">Null for somebody whose name is not to be told here.</param>
    public void Know(UserId id, string? name) => users[id] = name;

    public void Know(ChannelId id, string? name) => channels[id] = name;

    public void Know(GroupId id, string? handle) => groups[id] = handle;

    /// <summary>At the head of the log: of people and groups in the workspace, and of its public channels.</summary>
    public async Task LookUp(WorkspaceId workspace, ChannelId own, CommandHandler commands, CancellationToken ct)
    {
        foreach (var id in users.Keys.ToList())
        {
            var isIn = await commands.Ask<Workspace, bool>(StreamName.For(workspace), (w, _) => w.RoleOf(id) is not null, ct);
            Know(id, isIn ? await commands.Ask<User, string?>(StreamName.For(id), static (u, _) => u.Username, ct) : null);
        }

        foreach (var id in channels.Keys.ToList())
            Know(id, await commands.Ask<Channel, string?>(
                StreamName.For(id), (c, _) => c.Exists && c.WorkspaceId == workspace && (c.Kind == ChannelKind.Public || id == own) ? c.Name : null, ct));
        foreach (var id in groups.Keys.ToList())
            Know(id, await commands.Ask<Workspace, string?>(StreamName.For(workspace), (w, _) => w.Groups.Find(id)?.Handle, ct));
    }

    private static string? Of<TId>(Dictionary<TId, string?> known, TId id) where TId : notnull
    {
        if (!known.TryGetValue(id, out var name) && known.Count < Most) known[id] = null;
        return name;
    }
}
