namespace EventChat.Events.Channels;

/// <param name="Number">The message's name within its channel: 1, 2, 3, … dense.</param>
/// <param name="ThreadRoot">Number of the message that this one answers.</param>
/// <param name="Broadcast">A reply that is also shown in the channel.</param>
/// <param name="ClientMessageId">The sender's idempotency key.</param>
/// <param name="SentAt">When it was said, for messages brought in from elsewhere; otherwise the envelope's time is meant.</param>
/// <param name="Entities">Who and what is mentioned, and where, as it was when the message was sent; absent where nothing is.</param>
/// <param name="RootAuthor">Whose message a reply answers; they follow the thread.</param>
public sealed record MessageSent(
    int Number, string Text, int? ThreadRoot = null, bool? Broadcast = null, string? ClientMessageId = null, DateTimeOffset? SentAt = null,
    TextEntities? Entities = null, UserId? RootAuthor = null)
    : DomainEvent;

/// <param name="Entities">Those of the new text, instead of those before; absent where nothing is mentioned any more.</param>
/// <param name="ThreadRoot">Number of the message that this one answers.</param>
/// <param name="Broadcast">The reply is also shown in the channel.</param>
public sealed record MessageEdited(int Number, string Text, TextEntities? Entities = null, int? ThreadRoot = null, bool? Broadcast = null) : DomainEvent;

/// <param name="Author">Whose message it was; the actor may be an admin.</param>
/// <param name="ThreadRoot">Number of the message whose thread loses a reply.</param>
/// <param name="Broadcast">The reply was also shown in the channel.</param>
public sealed record MessageDeleted(int Number, UserId Author, int? ThreadRoot = null, bool? Broadcast = null) : DomainEvent;

public sealed record ReactionAdded(int Number, string Emoji) : DomainEvent;

public sealed record ReactionRemoved(int Number, string Emoji) : DomainEvent;
