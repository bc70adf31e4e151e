using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Invites;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Running;

namespace EventChat.Projections.Invites;

/// <summary>An invite as admins see it: neither its code nor the hash of it.</summary>
public sealed record InviteView(
    string Id, WorkspaceId WorkspaceId, WorkspaceRole Role, DateTimeOffset ExpiresAt, IReadOnlyList<ChannelId> ChannelIds, int? MaxUses, string? Email,
    UserId CreatedBy, DateTimeOffset CreatedAt, int Uses = 0, DateTimeOffset? RevokedAt = null) : IView;

public sealed class InviteProjection : IProjection<InviteView>
{
    public static string Name => "invites";
    public static StreamFilter Streams { get; } = new(StreamName.Workspaces);
    public static JsonTypeInfo<InviteView> Json => ViewJson.Default.InviteView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        InviteCreated e => [e.InviteId.ToString()],
        InviteRevoked e => [e.InviteId.ToString()],
        InviteAccepted e => [e.InviteId.ToString()],
        _ => [],
    };

    public static bool Begins(string id, RecordedEvent recorded) => recorded.Event is InviteCreated;

    public static InviteView? Evolve(InviteView? view, string id, RecordedEvent recorded) => (view, recorded.Event) switch
    {
        (null, InviteCreated e) => new(
            id, recorded.Stream.Id<WorkspaceId>(), e.Role, e.ExpiresAt, e.ChannelIds, e.MaxUses, e.Email, recorded.Actor, recorded.RecordedAt),
        ({ } invite, InviteRevoked) => invite with { RevokedAt = recorded.RecordedAt },
        ({ } invite, InviteAccepted) => invite with { Uses = invite.Uses + 1 },
        _ => view,
    };
}
