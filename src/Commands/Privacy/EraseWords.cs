using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Privacy;

/// <summary>By the server itself, also in channels that are archived: everybody who follows the channel hears it.</summary>
public sealed record EraseWords(ChannelId ChannelId, UserId UserId) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.Exists && context.Actor == UserId.System ? new WordsErased(UserId) : Decision.Nothing;
}

/// <summary>By the server itself, of an account that is closed.</summary>
public sealed record EraseUser(UserId UserId) : ICommand<User>
{
    public StreamName Stream => StreamName.For(UserId);

    public Decision Decide(User user, CommandContext context) =>
        user is { Exists: true, IsDeactivated: true, IsErased: false } && context.Actor == UserId.System ? new UserErased() : Decision.Nothing;
}

/// <summary>Who is erased is in the workspace no more, whatever their role.</summary>
public sealed record RemoveErased(WorkspaceId WorkspaceId, UserId UserId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        context.Actor == UserId.System && workspace.RoleOf(UserId) is not null ? new WorkspaceMemberRemoved(UserId) : Decision.Nothing;
}
