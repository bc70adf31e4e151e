using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Commands.Channels;

/// <param name="IsInWorkspace">Whether the person to add belongs to the channel's workspace.</param>
public sealed record AddMember(ChannelId ChannelId, UserId UserId, bool IsInWorkspace) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.Refuses(ChannelId, context) is { } refused ? refused
        : !context.Caller.IsAdmin ? new AdminsOnly("add members to a channel")
        : !IsInWorkspace ? new MemberNotInWorkspace(UserId)
        : channel.IsMember(UserId) ? Decision.Nothing
        : channel.IsArchived ? new ChannelIsArchived(ChannelId)
        : new MemberJoined(UserId);
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
