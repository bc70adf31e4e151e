using EventChat.Api.Http;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Api.Compliance;

/// <summary>What is of a workspace and what is not, for officers: they see private channels and direct messages too, and people who have left.</summary>
internal sealed class Places(CommandHandler commands, Callers callers)
{
    /// <returns>The first of them who neither is in the workspace nor ever was; null where all are known.</returns>
    public Task<UserId?> Stranger(WorkspaceId workspace, IReadOnlyList<UserId> people, CancellationToken ct) =>
        commands.Ask<Workspace, UserId?>(
            StreamName.For(workspace), (w, _) => people.Where(person => w.RoleOf(person) is null && w.RemovedAt(person) == 0).Select(static p => (UserId?)p).FirstOrDefault(), ct);

    /// <returns>The first of them that is not of the workspace; null where all are.</returns>
    public async Task<ChannelId?> Elsewhere(WorkspaceId workspace, IReadOnlyList<ChannelId> channels, CancellationToken ct)
    {
        foreach (var channel in channels)
            if (await callers.HomeOf(channel, ct) != workspace) return channel;
        return null;
    }

    public Task<ChannelKind> KindOf(ChannelId channel, CancellationToken ct) => commands.Ask<Channel, ChannelKind>(StreamName.For(channel), static (c, _) => c.Kind, ct);
}
