using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Workspaces;

/// <summary>Also oneself: everybody may leave but the last owner.</summary>
public sealed record RemoveWorkspaceMember(WorkspaceId WorkspaceId, UserId UserId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.Refuses(WorkspaceId, context) is { } refusal) return refusal;
        var own = workspace.RoleOf(context.Actor);
        if (own < WorkspaceRole.Admin && UserId != context.Actor) return new AdminsOnly("remove members");
        if (workspace.RoleOf(UserId) is not { } role) return Decision.Nothing;
        if (workspace.IsBot(UserId)) return new BotOfAnApp(UserId);
        if (role > own) return new OwnersOnly("remove an owner");
        if (workspace.IsLastOwner(UserId)) return new LastOwner(UserId);

        return new WorkspaceMemberRemoved(UserId);
    }
}
