using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Workspaces;

/// <summary>From now on it is only read, and after the period of grace it is deleted.</summary>
public sealed record ScheduleDeletion(WorkspaceId WorkspaceId, TimeSpan Grace) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        workspace.RoleOf(context.Actor) is not { } own ? new WorkspaceNotFound(WorkspaceId)
        : own < WorkspaceRole.Owner ? new OwnersOnly("delete it")
        : workspace.DeletionDue is not null ? Decision.Nothing
        : new WorkspaceDeletionScheduled(context.Now + Grace);
}

public sealed record RestoreWorkspace(WorkspaceId WorkspaceId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        workspace.RoleOf(context.Actor) is not { } own ? new WorkspaceNotFound(WorkspaceId)
        : own < WorkspaceRole.Owner ? new OwnersOnly("restore it")
        : workspace.DeletionDue is not { } due ? Decision.Nothing
        : due <= context.Now ? new WorkspaceBeingDeleted(WorkspaceId)
        : new WorkspaceRestored();
}

/// <summary>The server's own step once the period of grace is over: everybody goes, some at a time, and then the workspace.</summary>
public sealed record DeleteWorkspace(WorkspaceId WorkspaceId) : ICommand<Workspace>
{
    public const int AtOnce = 500;

    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (context.Actor != UserId.System) return new WorkspaceNotFound(WorkspaceId);
        if (workspace.IsDeleted || !(workspace.DeletionDue <= context.Now)) return Decision.Nothing;

        // Owners last: until the first has gone, the others can be told apart from strangers.
        List<DomainEvent> going = [.. workspace.Members.OrderBy(static m => m.Value).Take(AtOnce).Select(static m => new WorkspaceMemberRemoved(m.Key))];
        if (going.Count == workspace.Members.Count) going.Add(new WorkspaceDeleted());
        return Decision.Many(going);
    }
}
