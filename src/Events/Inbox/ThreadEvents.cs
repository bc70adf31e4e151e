namespace EventChat.Events.Inbox;

/// <summary>Of a thread, everything up to the number is read, nothing after it: moving backwards marks unread.</summary>
/// <param name="Number">Of any message of the channel.</param>
/// <param name="Unread">Replies after it that stood and were written by others, as of the version.</param>
/// <param name="Version">Of the channel's stream.</param>
/// <param name="MentionedIn">Numbers of those that call the person and are not shown in the channel; absent where they are more than a thousand, and in older facts.</param>
public sealed record ThreadRead(ChannelId ChannelId, int ThreadRoot, int Number, int Unread, long Version, IReadOnlyList<int>? MentionedIn = null) : DomainEvent
{
    public bool Equals(ThreadRead? other) =>
        other is not null && (ChannelId, ThreadRoot, Number, Unread, Version) == (other.ChannelId, other.ThreadRoot, other.Number, other.Unread, other.Version)
        && MentionedIn.IsAs(other.MentionedIn);

    public override int GetHashCode() => HashCode.Combine(ChannelId, ThreadRoot, Number, Unread, Version, MentionedIn?.Count);
}

/// <summary>The person wants to be told of replies; what was there is read.</summary>
/// <param name="After">Number of the channel's newest message then.</param>
/// <param name="Version">Of the channel's stream.</param>
public sealed record ThreadFollowed(ChannelId ChannelId, int ThreadRoot, int After, long Version) : DomainEvent;

/// <summary>The person does not want to be told of replies, until they answer again.</summary>
/// <param name="After">Number of the channel's newest message then.</param>
/// <param name="Version">Of the channel's stream.</param>
public sealed record ThreadUnfollowed(ChannelId ChannelId, int ThreadRoot, int After, long Version) : DomainEvent;
