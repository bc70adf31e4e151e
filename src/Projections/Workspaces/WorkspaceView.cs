using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Running;

namespace EventChat.Projections.Workspaces;

/// <summary>One person in one workspace, with what lists of workspaces show.</summary>
public sealed record WorkspaceMemberView(string Id, WorkspaceId WorkspaceId, UserId UserId, WorkspaceRole Role, DateTimeOffset JoinedAt) : IView;

public sealed class WorkspaceMemberProjection : IProjection<WorkspaceMemberView>
{
    public static string Name => "workspace-members";
    public static StreamFilter Streams { get; } = new(StreamName.Workspaces);
    public static JsonTypeInfo<WorkspaceMemberView> Json => ViewJson.Default.WorkspaceMemberView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        WorkspaceMemberJoined e => [$"{recorded.Stream.Value.AsSpan(StreamName.Workspaces.Length)}:{e.UserId}"],
        _ => [],
    };

    public static WorkspaceMemberView? Evolve(WorkspaceMemberView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        WorkspaceMemberJoined e => new(id, recorded.Stream.Id<WorkspaceId>(), e.UserId, e.Role, recorded.RecordedAt),
        _ => view,
    };
}

public sealed record WorkspaceView(string Id, string Name, string Slug, DateTimeOffset CreatedAt) : IView;

public sealed class WorkspaceProjection : IProjection<WorkspaceView>
{
    public static string Name => "workspaces";
    public static StreamFilter Streams { get; } = new(StreamName.Workspaces);
    public static JsonTypeInfo<WorkspaceView> Json => ViewJson.Default.WorkspaceView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) =>
        recorded.Event is WorkspaceCreated ? [recorded.Stream.Value[StreamName.Workspaces.Length..]] : [];

    public static WorkspaceView? Evolve(WorkspaceView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        WorkspaceCreated e => new(id, e.Name, e.Slug, recorded.RecordedAt),
        _ => view,
    };
}
