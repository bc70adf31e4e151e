using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Invites;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Invites;

/// <summary>Who is in already uses nothing up, however often they ask.</summary>
/// <param name="Email">Of the caller's account.</param>
public sealed record AcceptInvite(WorkspaceId WorkspaceId, string CodeHash, string Email) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.DeletionDue is not null || workspace.Invites.Find(CodeHash) is not { } invite || !invite.IsFor(Email)) return new InviteNotFound();
        var isIn = workspace.RoleOf(context.Actor) is not null;
        if (isIn && invite.WasUsedBy(context.Actor)) return Decision.Nothing;
        if (!invite.Counts(workspace, context.Now)) return new InviteNotFound();
        if (isIn) return Decision.Nothing;

        return Decision.Many(new InviteAccepted(invite.Terms.InviteId), new WorkspaceMemberJoined(context.Actor, invite.Terms.Role));
    }
}

/// <summary>The way into a channel that an invite named, also into a private one: whoever made the invite could see it.</summary>
/// <param name="IsRepeat">Whether the invite was used before: then nobody comes back to where they left or were removed from.</param>
public sealed record JoinByInvite(ChannelId ChannelId, WorkspaceId WorkspaceId, bool IsRepeat) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        !channel.Exists || channel.WorkspaceId != WorkspaceId || channel.IsArchived || channel.IsFrozen || channel.Kind == ChannelKind.Direct
            || channel.IsMember(context.Actor) || (IsRepeat && channel.Knows(context.Actor))
            ? Decision.Nothing
            : channel.Welcome(context.Actor);
}

/// <summary>The same words for one that never was, is over, or is for somebody else.</summary>
public sealed record InviteNotFound() : Refusal.NotFound("invite.not-found", "There is no such invite, or it no longer counts.");
