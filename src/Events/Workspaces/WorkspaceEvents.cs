using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Workspaces;

/// <summary>From least to most; an order that decisions compare by.</summary>
[JsonConverter(typeof(WordJson<WorkspaceRole>))]
public enum WorkspaceRole
{
    [JsonStringEnumMemberName("guest")] Guest,
    [JsonStringEnumMemberName("member")] Member,
    [JsonStringEnumMemberName("admin")] Admin,
    [JsonStringEnumMemberName("owner")] Owner,
}

public sealed record WorkspaceCreated(string Name, string Slug) : DomainEvent;

public sealed record WorkspaceMemberJoined(UserId UserId, WorkspaceRole Role) : DomainEvent;

public static class WorkspaceEventTypes
{
    public static EventTypes AddWorkspaceEvents(this EventTypes types) => types
        .Add("workspace.created", WorkspaceEventJson.Default.WorkspaceCreated)
        .Add("workspace.member-joined", WorkspaceEventJson.Default.WorkspaceMemberJoined);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WorkspaceCreated))]
[JsonSerializable(typeof(WorkspaceMemberJoined))]
internal sealed partial class WorkspaceEventJson : JsonSerializerContext;
