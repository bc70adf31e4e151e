using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Commands.Messages;

/// <param name="Entities">Who and what the text mentions.</param>
public sealed record EditMessage(ChannelId ChannelId, int Number, string Text, TextEntities? Entities = null) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (channel.RefusesWriting(ChannelId, context) is { } refusal) return refusal;
        if ((MessageText.Refuses(Text) ?? MessageText.Refuses(Entities)) is { } text) return text;
        if (channel.Find(Number) is not { } message) return new MessageNotFound(Number);
        if (message.Author != context.Actor) return new NotTheAuthor(Number);
        if (message.IsDeleted) return new MessageIsDeleted(Number);
        if (message.TextHash == TextHash.Of(Text)) return Decision.Nothing;

        return new MessageEdited(Number, Text, Entities, message.ThreadRoot > 0 ? message.ThreadRoot : null, message.IsBroadcast ? true : null);
    }
}

/// <summary>Authors delete their own, admins any; deleting twice changes nothing.</summary>
public sealed record DeleteMessage(ChannelId ChannelId, int Number) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (channel.Hides(ChannelId, context) is { } hidden) return hidden;
        if (!context.Caller.IsAdmin && channel.RefusesWriting(ChannelId, context) is { } refusal) return refusal;
        if (channel.RefusesFrozen(context) is { } frozen) return frozen;
        if (channel.IsArchived) return new ChannelIsArchived(ChannelId);
        if (channel.Find(Number) is not { } message) return new MessageNotFound(Number);
        if (message.Author != context.Actor && !context.Caller.IsAdmin) return new NotTheAuthor(Number);
        if (message.IsDeleted) return Decision.Nothing;

        return new MessageDeleted(Number, message.Author, message.ThreadRoot > 0 ? message.ThreadRoot : null, message.IsBroadcast ? true : null);
    }
}
