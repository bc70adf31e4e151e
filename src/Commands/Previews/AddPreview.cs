using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Commands.Previews;

/// <summary>By the server itself, some time after the message. Where the message is gone by then, or says something else, nothing is recorded.</summary>
/// <param name="Text">What the message said when the link was looked at.</param>
public sealed record AddPreview(ChannelId ChannelId, int Number, string Text, string Url, LinkPreview Preview) : ICommand<Channel>
{
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (context.Actor != UserId.System || channel.IsArchived || channel.IsFrozen) return Decision.Nothing;
        if (channel.Find(Number) is not { IsDeleted: false } message || message.TextHash != TextHash.Of(Text)) return Decision.Nothing;
        if (channel.HasPreview(Number, Url) || channel.PreviewCount(Number) >= MessageLinks.Most) return Decision.Nothing;

        return new MessagePreviewAdded(Number, Url, Preview.Title, Preview.Description, Preview.SiteName, Preview.Image, message.Author);
    }
}
