using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Compliance;

/// <summary>Who may see and do what only the grant opens: no role does, and no bot.</summary>
public static class OfficerRules
{
    extension(Workspace workspace)
    {
        /// <summary>404 for those who are not in it, 403 for those who have no grant.</summary>
        public Refusal? RefusesOthersThanOfficers(WorkspaceId id, UserId user) =>
            workspace.RoleOf(user) is null ? new WorkspaceNotFound(id)
            : workspace.IsOfficer(user) && !workspace.IsBot(user) ? null
            : new OfficersOnly();

        /// <summary>The same for what owners may see too, because it tells them what officers did.</summary>
        public Refusal? RefusesOthersThanOfficersAndOwners(WorkspaceId id, UserId user) =>
            workspace.RoleOf(user) == WorkspaceRole.Owner ? null : workspace.RefusesOthersThanOfficers(id, user);
    }
}

public sealed record OfficersOnly() : Refusal.Forbidden("compliance.officers-only", "Only compliance officers may do this; an owner of the workspace makes somebody one.");
