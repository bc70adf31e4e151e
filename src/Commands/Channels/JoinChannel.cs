using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Commands.Channels;

public sealed record JoinChannel(ChannelId ChannelId) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.Refuses(ChannelId, context) is { } refused ? refused
        : channel.IsMember(context.Actor) ? Decision.Nothing
        : channel.IsArchived ? new ChannelIsArchived(ChannelId)
        : channel.Welcome(context.Actor);
}

public sealed record LeaveChannel(ChannelId ChannelId) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.Refuses(ChannelId, context) is { } refused ? refused
        : channel.IsMember(context.Actor) ? new MemberLeft(context.Actor)
        : Decision.Nothing;
}
