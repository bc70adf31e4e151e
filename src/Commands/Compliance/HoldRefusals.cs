using EventChat.Commands.Handling;
using EventChat.Events;

namespace EventChat.Commands.Compliance;

/// <summary>Also said to those who are not in its workspace.</summary>
public sealed record HoldNotFound(HoldId Id) : Refusal.NotFound("hold.not-found", $"There is no legal hold {Id} that you can see.");

/// <summary>For whatever would destroy something.</summary>
public sealed record UnderHold(HoldId Hold) : Refusal.Conflict("hold.in-force", $"Legal hold {Hold} is over it, so nothing of it is destroyed.");

public sealed record NothingHeld() : Refusal.Invalid("hold.nothing-held", "A hold names people, channels or a query.", "userIds");

public sealed record HoldEndsBeforeItBegins() : Refusal.Invalid("hold.ends-before-it-begins", "'to' is a moment after 'from'.", "to");

public sealed record HoldTooWide(string Where) : Refusal.Invalid("hold.too-wide", $"Name at most {PlaceHold.MaxNamed}; none for all.", Where);

public sealed record TooManyHolds() : Refusal.Conflict("hold.too-many", $"There are {PlaceHold.MaxInForce} holds in force; release one first.");

/// <summary>Of somebody who neither is in the workspace nor ever was.</summary>
public sealed record HoldOnStranger(UserId User) : Refusal.Invalid("hold.stranger", $"{User} never was in this workspace.", "userIds");

public sealed record HoldOnUnknownChannel(ChannelId Channel) : Refusal.Invalid("hold.unknown-channel", $"There is no channel {Channel} in this workspace.", "channelIds");
