using EventChat.Commands.Handling;

namespace EventChat.Commands.Compliance;

public sealed record OneMomentPlease() : Refusal.Invalid("replay.one-moment", "Say as of which 'position' or 'at' what time, and one of the two.", "position");

public sealed record PositionNotReached(long Head) : Refusal.Invalid("replay.position-ahead", $"The log has come to position {Head}; name one up to that.", "position");

public sealed record MomentNotReached() : Refusal.Invalid("replay.time-ahead", "'at' has not come yet.", "at");

public sealed record BeforeTheBeginning() : Refusal.Invalid("replay.before-the-beginning", "There was nothing yet then: what you ask for began later.", "position");

public sealed record AccessEndsBeforeItBegins() : Refusal.Invalid("access.ends-before-it-begins", "'to' is a moment after 'from'.", "to");
