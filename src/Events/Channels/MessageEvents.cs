namespace EventChat.Events.Channels;

/// <param name="Number">The message's name within its channel: 1, 2, 3, … dense.</param>
/// <param name="ThreadRoot">Number of the message that this one answers.</param>
/// <param name="Broadcast">A reply that is also shown in the channel.</param>
/// <param name="ClientMessageId">The sender's idempotency key.</param>
/// <param name="SentAt">When it was said, for messages brought in from elsewhere; otherwise the envelope's time is meant.</param>
/// <param name="Entities">Who and what is mentioned, and where, as it was when the message was sent; absent where nothing is.</param>
/// <param name="RootAuthor">Whose message a reply answers; they follow the thread.</param>
/// <param name="Forwarded">What the message shows of another; its own text may then be empty.</param>
/// <param name="DisplayAs">How the author wants to be shown with this message; who it is says the envelope.</param>
public sealed record MessageSent(
    int Number, string Text, int? ThreadRoot = null, bool? Broadcast = null, string? ClientMessageId = null, DateTimeOffset? SentAt = null,
    TextEntities? Entities = null, UserId? RootAuthor = null, ForwardedMessage? Forwarded = null, DisplayAs? DisplayAs = null)
    : DomainEvent;

/// <summary>A name and a picture that a program gave with its message. It takes nobody's place: the author stays who it is, and a bot.</summary>
/// <param name="Name">Absent where the author's own is shown.</param>
/// <param name="IconUrl">An address that begins with https://; where both are there, it comes before the emoji.</param>
/// <param name="IconEmoji">The character, or a name in colons.</param>
public sealed record DisplayAs(string? Name = null, string? IconUrl = null, string? IconEmoji = null);

/// <summary>A message as it was when somebody forwarded it; it stays so, whatever becomes of the source.</summary>
/// <param name="SentAt">When it was said.</param>
/// <param name="ChannelId">Where it was said; absent where not all who see the copy may know.</param>
/// <param name="Number">The message's number there; absent with the channel.</param>
public sealed record ForwardedMessage(UserId Author, string Text, DateTimeOffset SentAt, TextEntities? Entities = null, ChannelId? ChannelId = null, int? Number = null);

/// <param name="Entities">Those of the new text, instead of those before; absent where nothing is mentioned any more.</param>
/// <param name="ThreadRoot">Number of the message that this one answers.</param>
/// <param name="Broadcast">The reply is also shown in the channel.</param>
public sealed record MessageEdited(int Number, string Text, TextEntities? Entities = null, int? ThreadRoot = null, bool? Broadcast = null) : DomainEvent;

/// <param name="Author">Whose message it was; the actor may be an admin.</param>
/// <param name="ThreadRoot">Number of the message whose thread loses a reply.</param>
/// <param name="Broadcast">The reply was also shown in the channel.</param>
public sealed record MessageDeleted(int Number, UserId Author, int? ThreadRoot = null, bool? Broadcast = null) : DomainEvent;

/// <param name="Author">Whose message it is; absent where an older server wrote the event.</param>
public sealed record ReactionAdded(int Number, string Emoji, UserId? Author = null) : DomainEvent;

public sealed record ReactionRemoved(int Number, string Emoji) : DomainEvent;

/// <summary>For everybody in the channel to find; a message that is deleted is pinned no more, without a fact of its own.</summary>
public sealed record MessagePinned(int Number) : DomainEvent;

public sealed record MessageUnpinned(int Number) : DomainEvent;

/// <summary>What a page that the message links to says of itself. The server looked some time after it was sent; without the link in its text there is no preview either.</summary>
/// <param name="Url">As it stands in the message.</param>
/// <param name="Image">Where its picture is, which nobody has looked at.</param>
/// <param name="Author">Whose message it is; absent where an older server wrote the event.</param>
public sealed record MessagePreviewAdded(
    int Number, string Url, string Title, string? Description = null, string? SiteName = null, string? Image = null, UserId? Author = null) : DomainEvent;
