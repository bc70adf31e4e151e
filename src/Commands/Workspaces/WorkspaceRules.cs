using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Workspaces;

/// <summary>Rules that several decisions share.</summary>
internal static class WorkspaceRules
{
    extension(Workspace workspace)
    {
        /// <summary>404 for those who are not in it, 409 while it is about to be deleted.</summary>
        public Refusal? Refuses(WorkspaceId id, CommandContext context) =>
            workspace.RoleOf(context.Actor) is null ? new WorkspaceNotFound(id)
            : workspace.DeletionDue is not null ? new WorkspaceBeingDeleted(id)
            : null;

        public Refusal? RefusesOthersThanOwners(WorkspaceId id, string what, CommandContext context) =>
            workspace.Refuses(id, context) ?? (workspace.RoleOf(context.Actor) < WorkspaceRole.Owner ? new OwnersOnly(what) : null);

        public bool IsLastOwner(UserId user) => workspace.RoleOf(user) == WorkspaceRole.Owner && workspace.Owners == 1;
    }
}

public sealed record OwnersOnly(string What) : Refusal.Forbidden("role.owner-required", $"Only owners of the workspace {What}.");

public sealed record LastOwner(UserId User) : Refusal.Conflict("workspace.last-owner", $"{User} is the last owner; make somebody else owner first.");

public sealed record AccountClosed(UserId User) : Refusal.Conflict("user.account-closed", $"{User} has closed their account and cannot own a workspace.");

public sealed record WorkspaceBeingDeleted(WorkspaceId Id) : Refusal.Conflict(
    "workspace.being-deleted", $"Workspace {Id} is about to be deleted, so nothing is written in it; an owner can restore it.");
