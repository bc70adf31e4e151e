using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Commands.Messages;

/// <param name="SentAt">Only for messages that are brought in from elsewhere.</param>
/// <param name="Entities">Who and what the text mentions.</param>
/// <param name="DisplayAs">How a program wants to be shown with this message.</param>
/// <param name="Forwarded">A message that the sender may read, to be shown with this one; the text may then be empty.</param>
public sealed record SendMessage(
    ChannelId ChannelId, string Text, int? ThreadRoot = null, bool Broadcast = false, string? ClientMessageId = null, DateTimeOffset? SentAt = null,
    TextEntities? Entities = null, ForwardSource? Forwarded = null, DisplayAs? DisplayAs = null)
    : ICommand<Channel>
{
    public StreamName Stream { get; } = StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (channel.RefusesWriting(ChannelId, context) is { } refusal) return refusal;
        if (ClientMessageId is { } key && channel.SentUnder(context.Actor, key) is > 0 and var version) return Decision.AlreadyDone(version);
        if ((RefusesText() ?? Displaying.Refuses(DisplayAs)) is { } text) return text;
        if (RefusesRoot(channel) is { } root) return root;

        return new MessageSent(
            channel.LastNumber + 1, Text, ThreadRoot, Broadcast ? true : null, ClientMessageId, SentAt, Entities,
            ThreadRoot is { } answered ? channel.Find(answered)?.Author : null, Forwarded?.In(ChannelId, channel.WorkspaceId), DisplayAs);
    }

    /// <summary>Whom the text mentions, and what a source says, may have changed in between, so that is no part of what was asked.</summary>
    public bool Repeats(DomainEvent first) => first is MessageSent sent && sent.Forwarded is null == Forwarded is null
        && sent with { Entities = null, RootAuthor = null, Forwarded = null } == new MessageSent(sent.Number, Text, ThreadRoot, Broadcast ? true : null, ClientMessageId, SentAt, DisplayAs: DisplayAs);

    private Refusal? RefusesText() => Forwarded is not null && Text.Length == 0 ? null : MessageText.Refuses(Text) ?? MessageText.Refuses(Entities);

    private Refusal? RefusesRoot(Channel channel)
    {
        if (ThreadRoot is not { } number) return Broadcast ? new BroadcastWithoutThread() : null;
        if (channel.Find(number) is not { } root) return new ThreadRootNotFound(number);
        return root.ThreadRoot > 0 ? new ThreadRootIsReply(number) : null;
    }
}

/// <summary>Rules that several decisions share.</summary>
internal static class MessageRules
{
    /// <summary>
    /// Members may write. Who is no member is told to join where the channel is open to them, and otherwise that there is none: so the
    /// caller's role is needed only for the words of the refusal.
    /// </summary>
    public static Refusal? RefusesWriting(this Channel channel, ChannelId id, CommandContext context) =>
        !channel.IsMember(context.Actor) ? channel.IsVisibleTo(context.Caller) ? new NotAMember(id) : new ChannelNotFound(id)
        : channel.IsFrozen ? new WorkspaceBeingDeleted(channel.WorkspaceId)
        : channel.IsArchived ? new ChannelIsArchived(id)
        : null;
}
