using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Compliance;

namespace EventChat.Api.Compliance;

/// <summary>A channel, or a workspace, as it was.</summary>
/// <param name="Position">As of which it is so; ask for it again and get the same.</param>
/// <param name="Person">What it was to the person who was asked for.</param>
/// <param name="Items">The channel's messages, newest first.</param>
/// <param name="Next">The number to go on before, or of the channels of a workspace the id to go on after; null at the end.</param>
public sealed record ReplayResource(
    long Position, ReplayedWorkspaceResource? Workspace, ReplayedChannelResource? Channel, ReplayedPersonResource? Person, IReadOnlyList<ReplayedMessage> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <param name="Members">In the order of their ids; the first thousand.</param>
/// <param name="Channels">In the order of their ids, a page of them; direct messages too.</param>
public sealed record ReplayedWorkspaceResource(
    WorkspaceId Id, string Name, string Slug, string Description, DateTimeOffset CreatedAt, DateTimeOffset? DeletionDue, bool Deleted, int MemberCount,
    IReadOnlyList<ReplayedMemberResource> Members, IReadOnlyList<ReplayedPlaceResource> Channels);

/// <param name="Role">In the workspace; null for somebody who was in the channel and not in the workspace any more.</param>
public sealed record ReplayedMemberResource(UserId UserId, WorkspaceRole? Role, DateTimeOffset JoinedAt, bool? ComplianceOfficer = null);

/// <summary>A channel in the list of its workspace.</summary>
public sealed record ReplayedPlaceResource(ChannelId Id, ChannelKind Kind, string Name, string Topic, string Purpose, bool Archived);

/// <param name="Version">Of its last event then.</param>
/// <param name="Members">In the order of their ids; the first thousand.</param>
/// <param name="Pins">Oldest pin first.</param>
public sealed record ReplayedChannelResource(
    ChannelId Id, ChannelKind Kind, string Name, string Topic, string Purpose, bool Archived, bool Frozen, UserId CreatedBy, DateTimeOffset CreatedAt, long Version, DateTimeOffset LastEventAt,
    int LastNumber, int MemberCount, IReadOnlyList<ReplayedMemberResource> Members, IReadOnlyList<ReplayedPinResource> Pins);

public sealed record ReplayedPinResource(int Number, UserId By, DateTimeOffset At);

/// <summary>What a channel was to one person.</summary>
/// <param name="Role">In the workspace; null where they were not in it.</param>
/// <param name="CanRead">Whether they could see the channel and all its messages that were not deleted.</param>
/// <param name="LastRead">Number of the last message that counted as read; null for somebody who was not in the channel.</param>
/// <param name="Unread">Messages after it that stood, that others had written and that the channel showed.</param>
public sealed record ReplayedPersonResource(UserId UserId, WorkspaceRole? Role, bool IsMember, bool CanRead, int? LastRead, int? Unread);

/// <summary>An event of the channel with all of its data, whatever was deleted since.</summary>
public sealed record ReplayedEventResource(long Version, long Position, DateTimeOffset At, UserId Actor, SessionId? Session, string Type, JsonElement Data)
{
    internal static ReplayedEventResource Of(RecordedEvent e) => new(
        e.Version, e.Position.Value, e.RecordedAt, e.Actor, e.Context.Session, EventTypes.PublicName(e.Type), JsonElement.Parse(e.PublicData.Span));
}
