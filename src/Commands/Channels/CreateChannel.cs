using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Channels;

/// <summary>Whoever creates a channel is its first member.</summary>
public sealed record CreateChannel(ChannelId ChannelId, WorkspaceId WorkspaceId, string Name, ChannelKind Kind, string Topic, string Purpose)
    : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (channel.Exists) return Decision.AlreadyDone(1);
        if (context.Caller.Role is null or WorkspaceRole.Guest) return new GuestsMayNot("create channels");

        return Decision.Many(new ChannelCreated(WorkspaceId, Name, Kind, Topic, Purpose), new MemberJoined(context.Actor));
    }

    public bool Repeats(DomainEvent first) => first == new ChannelCreated(WorkspaceId, Name, Kind, Topic, Purpose);
}
