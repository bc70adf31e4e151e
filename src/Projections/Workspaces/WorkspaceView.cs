using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Running;

namespace EventChat.Projections.Workspaces;

/// <summary>One person in one workspace, with what lists of workspaces show.</summary>
public sealed record WorkspaceMemberView(
    string Id, WorkspaceId WorkspaceId, UserId UserId, WorkspaceRole Role, DateTimeOffset JoinedAt, bool IsComplianceOfficer = false) : IView;

public sealed class WorkspaceMemberProjection : IProjection<WorkspaceMemberView>
{
    public static string Name => "workspace-members";
    public static StreamFilter Streams { get; } = new(StreamName.Workspaces);
    public static JsonTypeInfo<WorkspaceMemberView> Json => ViewJson.Default.WorkspaceMemberView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        WorkspaceMemberJoined e => [Of(recorded, e.UserId)],
        WorkspaceRoleChanged e => [Of(recorded, e.UserId)],
        WorkspaceMemberRemoved e => [Of(recorded, e.UserId)],
        ComplianceOfficerGranted e => [Of(recorded, e.UserId)],
        ComplianceOfficerRevoked e => [Of(recorded, e.UserId)],
        _ => [],
    };

    public static WorkspaceMemberView? Evolve(WorkspaceMemberView? view, string id, RecordedEvent recorded) => (view, recorded.Event) switch
    {
        (_, WorkspaceMemberJoined e) => new(id, recorded.Stream.Id<WorkspaceId>(), e.UserId, e.Role, recorded.RecordedAt),
        ({ } member, WorkspaceRoleChanged e) => member with { Role = e.Role },
        ({ } member, ComplianceOfficerGranted) => member with { IsComplianceOfficer = true },
        ({ } member, ComplianceOfficerRevoked) => member with { IsComplianceOfficer = false },
        (_, WorkspaceMemberRemoved) => null,
        _ => view,
    };

    private static string Of(RecordedEvent recorded, UserId user) => $"{recorded.Stream.Value.AsSpan(StreamName.Workspaces.Length)}:{user}";
}

/// <param name="DeletionDue">When the period of grace before its deletion ends.</param>
/// <param name="Language">Null until it is changed.</param>
/// <param name="LanguageVersion">Of the event that changed it, in the workspace's stream.</param>
public sealed record WorkspaceView(
    string Id, string Name, string Slug, DateTimeOffset CreatedAt, string? Description = null, string? Icon = null, DateTimeOffset? DeletionDue = null,
    string? Language = null, long LanguageVersion = 0) : IView;

public sealed class WorkspaceProjection : IProjection<WorkspaceView>
{
    public static string Name => "workspaces";
    public static StreamFilter Streams { get; } = new(StreamName.Workspaces);
    public static JsonTypeInfo<WorkspaceView> Json => ViewJson.Default.WorkspaceView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        WorkspaceCreated or WorkspaceRenamed or WorkspaceDescriptionChanged or WorkspaceIconChanged or WorkspaceLanguageChanged
            or WorkspaceDeletionScheduled or WorkspaceRestored or WorkspaceDeleted => [recorded.Stream.Value[StreamName.Workspaces.Length..]],
        _ => [],
    };

    public static WorkspaceView? Evolve(WorkspaceView? view, string id, RecordedEvent recorded) => (view, recorded.Event) switch
    {
        (_, WorkspaceCreated e) => new(id, e.Name, e.Slug, recorded.RecordedAt),
        ({ } workspace, WorkspaceRenamed e) => workspace with { Name = e.Name },
        ({ } workspace, WorkspaceDescriptionChanged e) => workspace with { Description = e.Description },
        ({ } workspace, WorkspaceIconChanged e) => workspace with { Icon = e.Icon },
        ({ } workspace, WorkspaceLanguageChanged e) => workspace with { Language = e.Language, LanguageVersion = recorded.Version },
        ({ } workspace, WorkspaceDeletionScheduled e) => workspace with { DeletionDue = e.Due },
        ({ } workspace, WorkspaceRestored) => workspace with { DeletionDue = null },
        (_, WorkspaceDeleted) => null,
        _ => view,
    };
}
