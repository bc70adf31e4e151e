namespace EventChat.Events.Inbox;

/// <summary>Of a thread, everything up to the number is read, nothing after it: moving backwards marks unread.</summary>
/// <param name="Number">Of any message of the channel.</param>
/// <param name="Unread">Replies after it that stood and were written by others, as of the version.</param>
/// <param name="Version">Of the channel's stream.</param>
public sealed record ThreadRead(ChannelId ChannelId, int ThreadRoot, int Number, int Unread, long Version) : DomainEvent;

/// <summary>The person wants to be told of replies; what was there is read.</summary>
/// <param name="After">Number of the channel's newest message then.</param>
/// <param name="Version">Of the channel's stream.</param>
public sealed record ThreadFollowed(ChannelId ChannelId, int ThreadRoot, int After, long Version) : DomainEvent;

/// <summary>The person does not want to be told of replies, until they answer again.</summary>
/// <param name="After">Number of the channel's newest message then.</param>
/// <param name="Version">Of the channel's stream.</param>
public sealed record ThreadUnfollowed(ChannelId ChannelId, int ThreadRoot, int After, long Version) : DomainEvent;
