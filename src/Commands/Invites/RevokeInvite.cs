using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Invites;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Invites;

public sealed record RevokeInvite(WorkspaceId WorkspaceId, InviteId InviteId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RoleOf(context.Actor) is not { } own) return new InviteNotFound();
        if (own < WorkspaceRole.Admin) return new AdminsOnly("revoke invites");
        if (workspace.Invites.Find(InviteId) is not { } invite) return new InviteNotFound();

        return invite.RevokedAt is null ? new InviteRevoked(InviteId) : Decision.Nothing;
    }
}
