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
        .Add("workspace.member-joined", WorkspaceEventJson.Default.WorkspaceMemberJoined)
        .Add("workspace.renamed", WorkspaceEventJson.Default.WorkspaceRenamed)
        .Add("workspace.description-changed", WorkspaceEventJson.Default.WorkspaceDescriptionChanged)
        .Add("workspace.icon-changed", WorkspaceEventJson.Default.WorkspaceIconChanged)
        .Add("workspace.language-changed", WorkspaceEventJson.Default.WorkspaceLanguageChanged)
        .Add("workspace.default-channel-added", WorkspaceEventJson.Default.DefaultChannelAdded)
        .Add("workspace.default-channel-removed", WorkspaceEventJson.Default.DefaultChannelRemoved)
        .Add("workspace.role-changed", WorkspaceEventJson.Default.WorkspaceRoleChanged)
        .Add("workspace.member-removed", WorkspaceEventJson.Default.WorkspaceMemberRemoved)
        .Add("workspace.compliance-officer-granted", WorkspaceEventJson.Default.ComplianceOfficerGranted)
        .Add("workspace.compliance-officer-revoked", WorkspaceEventJson.Default.ComplianceOfficerRevoked)
        .Add("workspace.deletion-scheduled", WorkspaceEventJson.Default.WorkspaceDeletionScheduled)
        .Add("workspace.restored", WorkspaceEventJson.Default.WorkspaceRestored)
        .Add("workspace.deleted", WorkspaceEventJson.Default.WorkspaceDeleted);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WorkspaceCreated))]
[JsonSerializable(typeof(WorkspaceMemberJoined))]
[JsonSerializable(typeof(WorkspaceRenamed))]
[JsonSerializable(typeof(WorkspaceDescriptionChanged))]
[JsonSerializable(typeof(WorkspaceIconChanged))]
[JsonSerializable(typeof(WorkspaceLanguageChanged))]
[JsonSerializable(typeof(DefaultChannelAdded))]
[JsonSerializable(typeof(DefaultChannelRemoved))]
[JsonSerializable(typeof(WorkspaceRoleChanged))]
[JsonSerializable(typeof(WorkspaceMemberRemoved))]
[JsonSerializable(typeof(ComplianceOfficerGranted))]
[JsonSerializable(typeof(ComplianceOfficerRevoked))]
[JsonSerializable(typeof(WorkspaceDeletionScheduled))]
[JsonSerializable(typeof(WorkspaceRestored))]
[JsonSerializable(typeof(WorkspaceDeleted))]
internal sealed partial class WorkspaceEventJson : JsonSerializerContext;
