using EventChat.Events;
using EventChat.Events.Channels;

namespace EventChat.Commands.Messages;

/// <summary>
/// A message to be shown elsewhere. Where it was said is told only where all may know: within its own channel, and of public channels within their workspace. Elsewhere
/// it is a message from somewhere, and what it mentions that its new readers could not know is plain text.
/// </summary>
/// <param name="Message">With its channel, unless that was kept back before.</param>
/// <param name="Home">The workspace of its channel, or else of the one that it comes from now.</param>
/// <param name="IsPublic">Whether all members of that workspace may know of its channel.</param>
public sealed record ForwardSource(ForwardedMessage Message, WorkspaceId Home, bool IsPublic)
{
    /// <summary>The message as a channel of some workspace may see it.</summary>
    public ForwardedMessage In(ChannelId target, WorkspaceId workspace) =>
        Message.ChannelId == target || (IsPublic && Home == workspace) ? Message : Message with { ChannelId = null, Number = null, Entities = Kept(workspace) };

    private TextEntities? Kept(WorkspaceId workspace) =>
        Message.Entities?.Where(e => Home == workspace ? e.ChannelId is null || e.ChannelId != Message.ChannelId : e.Kind == EntityKind.Link).ToArray() is { Length: > 0 } kept
            ? TextEntities.Of(kept)
            : null;
}
