using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;

namespace EventChat.Commands.Inbox;

/// <summary>Also backwards, and of a thread that the person does not follow.</summary>
/// <param name="Thread">As it is for the person, at the head of the channel's stream.</param>
public sealed record MarkThreadRead(ChannelId ChannelId, UserId UserId, int Root, int Number, ChannelCount Thread) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context)
    {
        if (Number < 0 || Number > Thread.LastNumber) return new NothingThereYet(Number, Thread.LastNumber);
        // What was said since may have begun to follow for the person, with a mark of its own.
        return inbox.Threads.Marked(ChannelId, Root) == (Number, Thread.Version)
            ? Decision.Nothing
            : new ThreadRead(ChannelId, Root, Number, Thread.Unread, Thread.Version, Thread.MentionedIn);
    }
}

/// <summary>Who begins to follow has read what was there.</summary>
public sealed record FollowThread(ChannelId ChannelId, UserId UserId, int Root, ChannelCount Thread) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context) => inbox.Threads.Said(ChannelId, Root) is { IsFollowed: true }
        ? Decision.Nothing
        : new ThreadFollowed(ChannelId, Root, Thread.LastNumber, Thread.Version);
}

/// <param name="LastOwn">Number of the person's newest reply in the thread, which made them follow again; 0 for none.</param>
public sealed record UnfollowThread(ChannelId ChannelId, UserId UserId, int Root, int LastOwn, ChannelCount Thread) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context) => inbox.Threads.Said(ChannelId, Root) is { IsFollowed: false } said && LastOwn <= said.After
        ? Decision.Nothing
        : new ThreadUnfollowed(ChannelId, Root, Thread.LastNumber, Thread.Version);
}
