namespace EventChat.Events.Inbox;

/// <summary>The person keeps a message to come back to; nobody else learns of it.</summary>
public sealed record MessageSaved(ChannelId ChannelId, int Number) : DomainEvent;

public sealed record MessageUnsaved(ChannelId ChannelId, int Number) : DomainEvent;
