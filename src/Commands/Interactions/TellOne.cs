using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Interactions;
using EventChat.Events.Store;

namespace EventChat.Commands.Interactions;

/// <summary>What an app answers to one person alone; it shows on all their devices.</summary>
public sealed record TellOne(UserId UserId, Guid InteractionId, UserId BotUserId, ChannelId ChannelId, string Text, int? ThreadRoot = null, TextEntities? Entities = null) : ICommand<Inbox.Inbox>
{
    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox.Inbox inbox, CommandContext context) =>
        (MessageText.Refuses(Text) ?? MessageText.Refuses(Entities)) is { } refusal ? refusal : new AppAnswered(InteractionId, BotUserId, ChannelId, Text, ThreadRoot, Entities);
}
