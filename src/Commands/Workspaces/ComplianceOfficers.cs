using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Workspaces;

/// <summary>A grant beside the roles: no role implies it, and it ends with the membership.</summary>
public sealed record GrantComplianceOfficer(WorkspaceId WorkspaceId, UserId UserId, string Reason) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        workspace.RefusesOthersThanOwners(WorkspaceId, "grant compliance officers", context) is { } refusal ? refusal
        : workspace.RoleOf(UserId) is null ? new MemberNotInWorkspace(UserId)
        : workspace.IsOfficer(UserId) ? Decision.Nothing
        : workspace.IsBot(UserId) ? new BotOfAnApp(UserId)
        : new ComplianceOfficerGranted(UserId, Reason);
}

public sealed record RevokeComplianceOfficer(WorkspaceId WorkspaceId, UserId UserId, string? Reason = null) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        workspace.RefusesOthersThanOwners(WorkspaceId, "revoke compliance officers", context) is { } refusal ? refusal
        : workspace.IsOfficer(UserId) ? new ComplianceOfficerRevoked(UserId, Reason)
        : Decision.Nothing;
}
