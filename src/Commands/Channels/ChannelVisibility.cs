using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Channels;

/// <summary>Who may know of a channel and read it: its members, of a public one all of the workspace but guests, and the server itself.</summary>
public static class ChannelVisibility
{
    public static bool IsVisibleTo(this Channel channel, Caller caller) =>
        channel.Exists && (channel.IsMember(caller.User) || caller.User == UserId.System
            || (channel.Kind == ChannelKind.Public && caller.Role >= WorkspaceRole.Member));
}
