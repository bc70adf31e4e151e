using EventChat.Commands.Handling;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Channels;

/// <summary>Who may know of a channel and read it: its members, and of a public one all of the workspace but guests.</summary>
public static class ChannelVisibility
{
    public static bool IsVisibleTo(this Channel channel, Caller caller) =>
        channel.Exists && (channel.IsMember(caller.User) || (channel.Kind == ChannelKind.Public && caller.Role >= WorkspaceRole.Member));
}
