using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Commands.Channels;

/// <summary>The server's own step for a workspace that is about to be deleted: sending asks the channel alone, so the channel has to know.</summary>
public sealed record FreezeChannel(ChannelId ChannelId) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        !channel.Exists || context.Actor != UserId.System ? new ChannelNotFound(ChannelId)
        : channel.IsFrozen ? Decision.Nothing
        : new ChannelFrozen();
}

public sealed record ThawChannel(ChannelId ChannelId) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        !channel.Exists || context.Actor != UserId.System ? new ChannelNotFound(ChannelId)
        : channel.IsFrozen ? new ChannelThawed()
        : Decision.Nothing;
}
