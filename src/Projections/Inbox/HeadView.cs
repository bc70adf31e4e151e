using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Inbox;

/// <summary>A channel as of its newest event: what the first snapshot of a client shows of it.</summary>
/// <param name="Version">Of the newest event; all that is kept beside it is true of this very version.</param>
/// <param name="UserIds">Who is in it, of a direct message, in the order of their ids.</param>
public sealed record HeadView(
    string Id, WorkspaceId WorkspaceId, string Name, ChannelKind Kind, bool IsArchived, long Version, int LastNumber, IReadOnlyList<UserId>? UserIds = null) : IView;

public sealed class HeadProjection : IProjection<HeadView>
{
    public static string Name => InboxProjector.ProjectionName;
    public static StreamFilter Streams => InboxProjector.Heard;
    public static JsonTypeInfo<HeadView> Json => ViewJson.Default.HeadView;
    public static int Kept => 4096;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) =>
        recorded.Stream.StartsWith(StreamName.Channels) ? [recorded.Stream.Value[StreamName.Channels.Length..]] : [];

    public static bool Begins(string id, RecordedEvent recorded) => recorded.Event is ChannelCreated;

    public static HeadView? Evolve(HeadView? view, string id, RecordedEvent recorded) => (view, recorded.Event) switch
    {
        (null, ChannelCreated e) => new(id, e.WorkspaceId, e.Name, e.Kind, IsArchived: false, recorded.Version, LastNumber: 0),
        ({ } head, _) => After(head, recorded.Event) with { Version = recorded.Version },
        _ => view,
    };

    private static HeadView After(HeadView head, DomainEvent @event) => @event switch
    {
        MessageSent e => head with { LastNumber = e.Number },
        ChannelRenamed e => head with { Name = e.Name },
        ChannelArchived => head with { IsArchived = true },
        ChannelUnarchived => head with { IsArchived = false },
        MemberJoined e when head.Kind == ChannelKind.Direct => head with { UserIds = [.. Others(head, e.UserId).Append(e.UserId).OrderBy(static u => u.Value)] },
        MemberLeft e when head.Kind == ChannelKind.Direct => head with { UserIds = [.. Others(head, e.UserId)] },
        _ => head,
    };

    private static IEnumerable<UserId> Others(HeadView head, UserId user) => (head.UserIds ?? []).Where(u => u != user);
}
