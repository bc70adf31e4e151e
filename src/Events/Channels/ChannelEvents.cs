using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Channels;

[JsonConverter(typeof(WordJson<ChannelKind>))]
public enum ChannelKind
{
    [JsonStringEnumMemberName("public")] Public,
    [JsonStringEnumMemberName("private")] Private,

    /// <summary>Between the people it was made with, and nobody else's business.</summary>
    [JsonStringEnumMemberName("dm")] Direct,
}

public sealed record ChannelCreated(WorkspaceId WorkspaceId, string Name, ChannelKind Kind, string Topic, string Purpose) : DomainEvent;

public sealed record ChannelRenamed(string Name) : DomainEvent;

public sealed record ChannelTopicChanged(string Topic) : DomainEvent;

public sealed record ChannelPurposeChanged(string Purpose) : DomainEvent;

public sealed record ChannelArchived : DomainEvent;

public sealed record ChannelUnarchived : DomainEvent;

/// <summary>The workspace is about to be deleted: the channel is read, and nothing is written in it.</summary>
public sealed record ChannelFrozen : DomainEvent;

/// <summary>The workspace was restored.</summary>
public sealed record ChannelThawed : DomainEvent;

/// <summary>Where the actor is somebody else, the member was added.</summary>
/// <param name="After">Number of the newest message then; what came before counts as read. Left out where there was none.</param>
public sealed record MemberJoined(UserId UserId, int? After = null) : DomainEvent;

/// <summary>Where the actor is somebody else, the member was removed.</summary>
public sealed record MemberLeft(UserId UserId) : DomainEvent;
