using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Workspaces;

/// <summary>Nobody gives or takes a role above their own, and a workspace always has an owner who can sign in.</summary>
/// <param name="HasClosed">Whether the person has closed their account.</param>
public sealed record ChangeRole(WorkspaceId WorkspaceId, UserId UserId, WorkspaceRole Role, bool HasClosed = false) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.Refuses(WorkspaceId, context) is { } refusal) return refusal;
        var own = workspace.RoleOf(context.Actor);
        if (own < WorkspaceRole.Admin) return new AdminsOnly("change roles");
        if (workspace.RoleOf(UserId) is not { } role) return new MemberNotInWorkspace(UserId);
        if (role > own) return new OwnersOnly("change the role of an owner");
        if (Role > own) return new RoleAboveOwn(Role);
        if (role == Role) return Decision.Nothing;
        if (workspace.IsBot(UserId)) return new BotOfAnApp(UserId);
        if (Role == WorkspaceRole.Owner && HasClosed) return new AccountClosed(UserId);
        if (workspace.IsLastOwner(UserId)) return new LastOwner(UserId);

        return new WorkspaceRoleChanged(UserId, Role);
    }
}

/// <summary>Somebody else becomes owner, and whoever was it becomes admin, in one step.</summary>
/// <param name="HasClosed">Whether that somebody has closed their account.</param>
public sealed record TransferOwnership(WorkspaceId WorkspaceId, UserId UserId, bool HasClosed = false) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesOthersThanOwners(WorkspaceId, "hand it over", context) is { } refusal) return refusal;
        if (workspace.RoleOf(UserId) is not { } role) return new MemberNotInWorkspace(UserId);
        if (UserId == context.Actor) return Decision.Nothing;
        if (workspace.IsBot(UserId)) return new BotOfAnApp(UserId);
        if (HasClosed) return new AccountClosed(UserId);

        var steppedDown = new WorkspaceRoleChanged(context.Actor, WorkspaceRole.Admin);
        return role == WorkspaceRole.Owner ? steppedDown : Decision.Many(new WorkspaceRoleChanged(UserId, WorkspaceRole.Owner), steppedDown);
    }
}
