using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Commands.Channels;

public sealed record RenameChannel(ChannelId ChannelId, string Name) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.RefusesSettings(ChannelId, context) is { } refusal ? refusal
        : channel.Name == Name ? Decision.Nothing
        : new ChannelRenamed(Name);
}

/// <summary>What is null stays as it is.</summary>
public sealed record DescribeChannel(ChannelId ChannelId, string? Topic, string? Purpose) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (channel.RefusesSettings(ChannelId, context) is { } refusal) return refusal;

        List<DomainEvent> changes = [];
        if (Topic is { } topic && topic != channel.Topic) changes.Add(new ChannelTopicChanged(topic));
        if (Purpose is { } purpose && purpose != channel.Purpose) changes.Add(new ChannelPurposeChanged(purpose));
        return Decision.Many(changes);
    }
}

public sealed record ArchiveChannel(ChannelId ChannelId) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.Refuses(ChannelId, context) is { } refused ? refused
        : !context.Caller.IsAdmin ? new AdminsOnly("archive channels")
        : channel.IsArchived ? Decision.Nothing
        : new ChannelArchived();
}

public sealed record UnarchiveChannel(ChannelId ChannelId) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context) =>
        channel.Refuses(ChannelId, context) is { } refused ? refused
        : !context.Caller.IsAdmin ? new AdminsOnly("bring channels back")
        : channel.IsArchived ? new ChannelUnarchived()
        : Decision.Nothing;
}

/// <summary>Rules that several decisions share.</summary>
internal static class ChannelRules
{
    extension(Channel channel)
    {
        /// <summary>404 for those who may not know that the channel exists.</summary>
        public Refusal? Hides(ChannelId id, CommandContext context) =>
            channel.IsVisibleTo(context.Caller) ? null : new ChannelNotFound(id);

        /// <summary>
        /// The same; and, for everybody but the server itself, what stays as it is: a direct message as it was made, and all while the workspace is about to be deleted.
        /// </summary>
        public Refusal? Refuses(ChannelId id, CommandContext context) =>
            channel.Hides(id, context)
            ?? (context.Actor == UserId.System ? null
                : channel.Kind == ChannelKind.Direct ? new DirectStaysAsItIs()
                : channel.RefusesFrozen(context));

        /// <summary>While the workspace is about to be deleted; not said to the server itself.</summary>
        public Refusal? RefusesFrozen(CommandContext context) =>
            channel.IsFrozen && context.Actor != UserId.System ? new WorkspaceBeingDeleted(channel.WorkspaceId) : null;

        public Refusal? RefusesSettings(ChannelId id, CommandContext context) =>
            channel.Refuses(id, context)
            ?? (context.Caller.IsAdmin ? channel.IsArchived ? new ChannelIsArchived(id) : null : new AdminsOnly("change a channel's settings"));
    }
}
