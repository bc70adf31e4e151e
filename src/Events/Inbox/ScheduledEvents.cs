namespace EventChat.Events.Inbox;

/// <summary>The person wants a message sent later.</summary>
/// <param name="ThreadRoot">Number of the message that it will answer.</param>
/// <param name="Broadcast">A reply that will also be shown in the channel.</param>
public sealed record MessageScheduled(
    ScheduledId ScheduledId, ChannelId ChannelId, string Text, DateTimeOffset SendAt, int? ThreadRoot = null, bool? Broadcast = null) : DomainEvent;

/// <summary>What is absent stays as it was.</summary>
public sealed record ScheduledMessageChanged(ScheduledId ScheduledId, string? Text = null, DateTimeOffset? SendAt = null) : DomainEvent;

public sealed record ScheduledMessageCancelled(ScheduledId ScheduledId) : DomainEvent;

/// <summary>Its time has come: from here on it is sent as it is, and can be neither changed nor cancelled.</summary>
public sealed record ScheduledMessageDue(ScheduledId ScheduledId) : DomainEvent;

/// <param name="Number">Of the message in its channel.</param>
public sealed record ScheduledMessageSent(ScheduledId ScheduledId, int Number) : DomainEvent;

/// <param name="Code">Why it was refused when its time had come.</param>
public sealed record ScheduledMessageFailed(ScheduledId ScheduledId, string Code) : DomainEvent;
