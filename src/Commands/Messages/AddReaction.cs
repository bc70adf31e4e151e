using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Commands.Messages;

/// <param name="IsKnown">Whether there is an emoji of this name, where <see cref="ReactionEmoji.CustomName"/> says that it has to be asked for.</param>
public sealed record AddReaction(ChannelId ChannelId, int Number, string Emoji, bool IsKnown = true) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (channel.RefusesWriting(ChannelId, context) is { } refusal) return refusal;
        if (!ReactionEmoji.IsValid(Emoji)) return new EmojiInvalid();
        if (!IsKnown) return new EmojiUnknown(Emoji);
        if (channel.Find(Number) is not { } message) return new MessageNotFound(Number);
        if (message.IsDeleted) return new MessageIsDeleted(Number);
        var emoji = ReactionEmoji.Canonical(Emoji);
        if (channel.HasReaction(Number, emoji, context.Actor)) return Decision.Nothing;
        if (!channel.TakesReaction(Number, emoji)) return new TooManyReactions(Number);

        return new ReactionAdded(Number, emoji, message.Author);
    }
}

public sealed record RemoveReaction(ChannelId ChannelId, int Number, string Emoji) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (channel.RefusesWriting(ChannelId, context) is { } refusal) return refusal;
        if (channel.Find(Number) is null) return new MessageNotFound(Number);

        // An older server kept every way of writing.
        foreach (var emoji in (ReadOnlySpan<string>)[ReactionEmoji.Canonical(Emoji), Emoji])
            if (channel.HasReaction(Number, emoji, context.Actor)) return new ReactionRemoved(Number, emoji);
        return Decision.Nothing;
    }
}
