using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Groups;

/// <summary>People of the workspace whose stream this is can be mentioned together.</summary>
/// <param name="Handle">What stands behind the <c>@</c>.</param>
public sealed record GroupCreated(GroupId GroupId, string Handle, string Name) : DomainEvent;

/// <summary>What is absent stays as it was.</summary>
public sealed record GroupChanged(GroupId GroupId, string? Handle = null, string? Name = null) : DomainEvent;

public sealed record GroupMemberJoined(GroupId GroupId, UserId UserId) : DomainEvent;

/// <summary>Whoever is removed from the workspace is in no group from then on, without a fact of its own.</summary>
public sealed record GroupMemberLeft(GroupId GroupId, UserId UserId) : DomainEvent;

public sealed record GroupDeleted(GroupId GroupId) : DomainEvent;

public static class GroupEventTypes
{
    public static EventTypes AddGroupEvents(this EventTypes types) => types
        .Add("group.created", GroupEventJson.Default.GroupCreated)
        .Add("group.changed", GroupEventJson.Default.GroupChanged)
        .Add("group.member-joined", GroupEventJson.Default.GroupMemberJoined)
        .Add("group.member-left", GroupEventJson.Default.GroupMemberLeft)
        .Add("group.deleted", GroupEventJson.Default.GroupDeleted);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GroupCreated))]
[JsonSerializable(typeof(GroupChanged))]
[JsonSerializable(typeof(GroupMemberJoined))]
[JsonSerializable(typeof(GroupMemberLeft))]
[JsonSerializable(typeof(GroupDeleted))]
internal sealed partial class GroupEventJson : JsonSerializerContext;
