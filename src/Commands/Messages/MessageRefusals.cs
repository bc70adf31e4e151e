using EventChat.Commands.Handling;

namespace EventChat.Commands.Messages;

public sealed record MessageNotFound(int Number) : Refusal.NotFound("message.not-found", $"There is no message {Number} in this channel.");

public sealed record MessageIsDeleted(int Number) : Refusal.Conflict("message.deleted", $"Message {Number} is deleted.");

public sealed record NotTheAuthor(int Number) : Refusal.Forbidden("message.not-the-author", $"Message {Number} was written by somebody else.");

public sealed record ThreadRootIsReply(int Number)
    : Refusal.Invalid("message.root-is-reply", $"Message {Number} is itself a reply; answer the message that began the thread.", "threadRoot");

public sealed record ThreadRootNotFound(int Number)
    : Refusal.Invalid("message.root-not-found", $"There is no message {Number} in this channel to answer.", "threadRoot");

public sealed record BroadcastWithoutThread()
    : Refusal.Invalid("message.broadcast-without-thread", "Only a reply can also be shown in the channel.", "broadcast");

public sealed record TooManyReactions(int Number)
    : Refusal.Conflict("reaction.too-many", $"Message {Number} carries {Channels.Channel.MaxReactionKinds} kinds of reaction already.");
