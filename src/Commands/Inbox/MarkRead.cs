using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;

namespace EventChat.Commands.Inbox;

/// <summary>Also backwards, to mark unread from there on.</summary>
/// <param name="Channel">As it is for the person, at the head of its stream; nothing beyond its last message can be read yet.</param>
public sealed record MarkRead(ChannelId ChannelId, UserId UserId, int Number, ChannelCount Channel) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context)
    {
        if (Number < 0 || Number > Channel.LastNumber) return new NothingThereYet(Number, Channel.LastNumber);
        return Channel.MarkOf(inbox.Marked(ChannelId)) == Number ? Decision.Nothing : new ChannelRead(ChannelId, Number, Channel.Unread, Channel.Version, Channel.MentionedIn);
    }
}

/// <summary>All that was unread in a workspace; nothing where nothing was.</summary>
public sealed record MarkAllRead(WorkspaceId WorkspaceId, UserId UserId, IReadOnlyList<ReadUpTo> Channels, IReadOnlyList<ThreadReadUpTo> Threads) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context) =>
        Channels.Count + Threads.Count == 0 ? Decision.Nothing : new AllRead(WorkspaceId, Channels, Threads);
}

/// <summary>Left out of the person's lists, until something newer is said there.</summary>
/// <param name="LastNumber">Of the direct message.</param>
public sealed record HideDirect(ChannelId ChannelId, UserId UserId, int LastNumber) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context) =>
        inbox.HiddenAt(ChannelId) == LastNumber ? Decision.Nothing : new DirectHidden(ChannelId, LastNumber);
}

public sealed record ShowDirect(ChannelId ChannelId, UserId UserId) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context) => inbox.HiddenAt(ChannelId) is null ? Decision.Nothing : new DirectShown(ChannelId);
}

public sealed record NothingThereYet(int Number, int Last)
    : Refusal.Invalid("inbox.number-beyond-end", $"The channel has messages 1 to {Last}, and 0 is for none read; {Number} cannot be read yet.", "number");
