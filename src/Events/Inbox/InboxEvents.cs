using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Inbox;

/// <summary>Everything up to the number is read, nothing after it: moving backwards marks unread.</summary>
/// <param name="Unread">Messages after it that stood and were written by others, as of the version; older facts do not say.</param>
/// <param name="Version">Of the channel's stream.</param>
/// <param name="MentionedIn">Numbers of those that call the person; absent where they are more than a thousand, and in older facts.</param>
public sealed record ChannelRead(ChannelId ChannelId, int Number, int? Unread = null, long? Version = null, IReadOnlyList<int>? MentionedIn = null) : DomainEvent
{
    public bool Equals(ChannelRead? other) =>
        other is not null && (ChannelId, Number, Unread, Version) == (other.ChannelId, other.Number, other.Unread, other.Version) && MentionedIn.IsAs(other.MentionedIn);

    public override int GetHashCode() => HashCode.Combine(ChannelId, Number, Unread, Version, MentionedIn?.Count);
}

/// <summary>Everything in a workspace is read that was unread: of each channel and thread up to its last message.</summary>
/// <param name="Channels">Those that had something unread, and no others.</param>
public sealed record AllRead(WorkspaceId WorkspaceId, IReadOnlyList<ReadUpTo> Channels, IReadOnlyList<ThreadReadUpTo> Threads) : DomainEvent
{
    public bool Equals(AllRead? other) =>
        other is not null && WorkspaceId == other.WorkspaceId && Channels.SequenceEqual(other.Channels) && Threads.SequenceEqual(other.Threads);

    public override int GetHashCode() => HashCode.Combine(WorkspaceId, Channels.Count, Threads.Count);
}

/// <param name="Version">Of the channel's stream: what has a higher one is not read.</param>
public sealed record ReadUpTo(ChannelId ChannelId, int Number, long Version);

public sealed record ThreadReadUpTo(ChannelId ChannelId, int ThreadRoot, int Number, long Version);

/// <summary>A direct message is left out of lists until something newer is said in it.</summary>
/// <param name="Number">Of its newest message then; 0 for none.</param>
public sealed record DirectHidden(ChannelId ChannelId, int Number) : DomainEvent;

public sealed record DirectShown(ChannelId ChannelId) : DomainEvent;

/// <summary>Lists in facts are equal where they hold the same.</summary>
internal static class Listed
{
    public static bool IsAs(this IReadOnlyList<int>? one, IReadOnlyList<int>? other) => one is null || other is null ? one == other : one.SequenceEqual(other);
}

public static class InboxEventTypes
{
    public static EventTypes AddInboxEvents(this EventTypes types) => types
        .Add("inbox.channel-read", InboxEventJson.Default.ChannelRead)
        .Add("inbox.all-read", InboxEventJson.Default.AllRead)
        .Add("inbox.thread-read", InboxEventJson.Default.ThreadRead)
        .Add("inbox.thread-followed", InboxEventJson.Default.ThreadFollowed)
        .Add("inbox.thread-unfollowed", InboxEventJson.Default.ThreadUnfollowed)
        .Add("inbox.direct-hidden", InboxEventJson.Default.DirectHidden)
        .Add("inbox.direct-shown", InboxEventJson.Default.DirectShown)
        .Add("inbox.message-saved", InboxEventJson.Default.MessageSaved)
        .Add("inbox.message-unsaved", InboxEventJson.Default.MessageUnsaved)
        .Add("inbox.message-scheduled", InboxEventJson.Default.MessageScheduled)
        .Add("inbox.scheduled-changed", InboxEventJson.Default.ScheduledMessageChanged)
        .Add("inbox.scheduled-cancelled", InboxEventJson.Default.ScheduledMessageCancelled)
        .Add("inbox.scheduled-due", InboxEventJson.Default.ScheduledMessageDue)
        .Add("inbox.scheduled-sent", InboxEventJson.Default.ScheduledMessageSent)
        .Add("inbox.scheduled-failed", InboxEventJson.Default.ScheduledMessageFailed);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ChannelRead))]
[JsonSerializable(typeof(AllRead))]
[JsonSerializable(typeof(ThreadRead))]
[JsonSerializable(typeof(ThreadFollowed))]
[JsonSerializable(typeof(ThreadUnfollowed))]
[JsonSerializable(typeof(DirectHidden))]
[JsonSerializable(typeof(DirectShown))]
[JsonSerializable(typeof(MessageSaved))]
[JsonSerializable(typeof(MessageUnsaved))]
[JsonSerializable(typeof(MessageScheduled))]
[JsonSerializable(typeof(ScheduledMessageChanged))]
[JsonSerializable(typeof(ScheduledMessageCancelled))]
[JsonSerializable(typeof(ScheduledMessageDue))]
[JsonSerializable(typeof(ScheduledMessageSent))]
[JsonSerializable(typeof(ScheduledMessageFailed))]
internal sealed partial class InboxEventJson : JsonSerializerContext;
