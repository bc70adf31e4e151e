using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Channels;

/// <summary>To a public channel admins add people; to a private one everybody in it does but guests, because its admins may not know of it.</summary>
/// <param name="IsInWorkspace">Whether the person to add belongs to the channel's workspace.</param>
public sealed record AddMember(ChannelId ChannelId, UserId UserId, bool IsInWorkspace) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.Refuses(ChannelId, context) is { } refused ? refused
        : RefusesToAdd(channel.Kind, context.Caller) is { } forbidden ? forbidden
        : !IsInWorkspace ? new MemberNotInWorkspace(UserId)
        : channel.IsMember(UserId) ? Decision.Nothing
        : channel.IsArchived ? new ChannelIsArchived(ChannelId)
        : channel.Welcome(UserId);

    private static Refusal? RefusesToAdd(ChannelKind kind, Caller caller) => (kind, caller.Role) switch
    {
        (_, >= WorkspaceRole.Admin) or (ChannelKind.Private, WorkspaceRole.Member) => null,
        (ChannelKind.Private, WorkspaceRole.Guest) => new GuestsMayNot("add members to a channel"),
        _ => new AdminsOnly("add members to a public channel"),
    };
}

public sealed record RemoveMember(ChannelId ChannelId, UserId UserId) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.Refuses(ChannelId, context) is { } refused ? refused
        : !context.Caller.IsAdmin && UserId != context.Actor ? new AdminsOnly("remove members from a channel")
        : channel.IsMember(UserId) ? new MemberLeft(UserId)
        : Decision.Nothing;
}
