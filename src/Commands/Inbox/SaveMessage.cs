using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;

namespace EventChat.Commands.Inbox;

/// <param name="Message">As it is at the head of its channel, which the person may read; null for a number that was never given.</param>
public sealed record SaveMessage(ChannelId ChannelId, int Number, UserId UserId, MessageFacts? Message) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context)
    {
        if (Message is not { } message) return new MessageNotFound(Number);
        if (inbox.HasSaved(ChannelId, Number)) return Decision.Nothing;
        if (message.IsDeleted) return new MessageIsDeleted(Number);
        if (inbox.SavedCount >= Inbox.MaxSaved) return new TooManySaved();

        return new MessageSaved(ChannelId, Number);
    }
}

/// <summary>Also of a channel that the person may no longer read.</summary>
public sealed record UnsaveMessage(ChannelId ChannelId, int Number, UserId UserId) : ICommand<Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox inbox, CommandContext context) =>
        inbox.HasSaved(ChannelId, Number) ? new MessageUnsaved(ChannelId, Number) : Decision.Nothing;
}

public sealed record TooManySaved() : Refusal.Invalid("inbox.too-many-saved", $"You have saved {Inbox.MaxSaved} messages; let one of them go first.");
