using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Adapters.Exports;

/// <summary>What happened, for a person to read.</summary>
/// <param name="Number">Of the message that it is about.</param>
/// <param name="Did">What the actor did, such as <c>edited message 12</c>; nothing for what they simply said.</param>
/// <param name="Text">The words, as they were.</param>
internal sealed record Told(RecordedEvent Event, string Actor, string Channel, int? Number, string Did, string Text)
{
    public bool IsMessage => Event.Readable is MessageSent;
}

/// <summary>Tells the events of one channel, which it hears from the first.</summary>
internal sealed class Telling(People people)
{
    /// <summary>As it is called at that moment.</summary>
    public string Channel { get; private set; } = "";

    /// <summary>Hears what is not told, too.</summary>
    public void Hear(RecordedEvent e) => Channel = e.Readable switch
    {
        ChannelCreated { Kind: ChannelKind.Direct } => "direct message",
        ChannelCreated created => $"#{created.Name}",
        ChannelRenamed renamed => $"#{renamed.Name}",
        _ => Channel,
    };

    public async ValueTask<Told> Tell(RecordedEvent e, CancellationToken ct)
    {
        var (number, did, text) = await Words(e, ct);
        return new(e, await people.NameOf(e.Actor, ct), Channel, number, did, text);
    }

    private async ValueTask<(int? Number, string Did, string Text)> Words(RecordedEvent e, CancellationToken ct) => e.Readable switch
    {
        MessageSent { Forwarded: { } f } sent => (sent.Number, $"forwarded what {await people.NameOf(f.Author, ct)} had written", sent.Text.Length > 0 ? $"{sent.Text}\n\n{f.Text}" : f.Text),
        MessageSent { ThreadRoot: { } root } sent => (sent.Number, $"in the thread of message {root}", sent.Text),
        MessageSent sent => (sent.Number, "", sent.Text),
        MessageEdited edited => (edited.Number, $"edited message {edited.Number}", edited.Text),
        MessageDeleted deleted => (deleted.Number, $"deleted message {deleted.Number} of {await people.NameOf(deleted.Author, ct)}", ""),
        ReactionAdded added => (added.Number, $"reacted to message {added.Number} with", added.Emoji),
        ReactionRemoved removed => (removed.Number, $"took back from message {removed.Number}", removed.Emoji),
        MessagePinned pinned => (pinned.Number, $"pinned message {pinned.Number}", ""),
        MessageUnpinned unpinned => (unpinned.Number, $"unpinned message {unpinned.Number}", ""),
        MessagePreviewAdded preview => (preview.Number, $"a preview was added to message {preview.Number}", $"{preview.Url} {preview.Title}"),
        MemberJoined joined => (null, joined.UserId == e.Actor ? "joined" : $"added {await people.NameOf(joined.UserId, ct)}", ""),
        MemberLeft left => (null, left.UserId == e.Actor ? "left" : $"removed {await people.NameOf(left.UserId, ct)}", ""),
        ChannelCreated created => (null, $"created the channel {Channel}", created.Purpose),
        ChannelRenamed => (null, $"renamed the channel to {Channel}", ""),
        ChannelTopicChanged topic => (null, "set the topic", topic.Topic),
        ChannelPurposeChanged purpose => (null, "set the purpose", purpose.Purpose),
        ChannelArchived => (null, "archived the channel", ""),
        ChannelUnarchived => (null, "brought the channel back", ""),
        _ => (null, $"({e.Type})", ""),
    };
}
