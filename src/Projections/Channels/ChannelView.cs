using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Channels;

/// <summary>A channel as lists show it.</summary>
/// <param name="UserIds">Who is in it, of a direct message, in the order of their ids.</param>
public sealed record ChannelView(
    string Id, WorkspaceId WorkspaceId, string Name, ChannelKind Kind, string Topic, string Purpose, bool IsArchived, UserId CreatedBy,
    DateTimeOffset CreatedAt, int MemberCount, IReadOnlyList<UserId>? UserIds = null) : IView;

public sealed class ChannelProjection : IProjection<ChannelView>
{
    public static string Name => "channels";
    public static StreamFilter Streams { get; } = new(StreamName.Channels);
    public static JsonTypeInfo<ChannelView> Json => ViewJson.Default.ChannelView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        ChannelCreated or ChannelRenamed or ChannelTopicChanged or ChannelPurposeChanged or ChannelArchived or ChannelUnarchived
            or MemberJoined or MemberLeft => [recorded.Stream.Value[StreamName.Channels.Length..]],
        _ => [],
    };

    public static bool Begins(string id, RecordedEvent recorded) => recorded.Event is ChannelCreated;

    public static ChannelView? Evolve(ChannelView? view, string id, RecordedEvent recorded) => (view, recorded.Event) switch
    {
        (null, ChannelCreated e) =>
            new(id, e.WorkspaceId, e.Name, e.Kind, e.Topic, e.Purpose, IsArchived: false, recorded.Actor, recorded.RecordedAt, MemberCount: 0),
        ({ } channel, ChannelRenamed e) => channel with { Name = e.Name },
        ({ } channel, ChannelTopicChanged e) => channel with { Topic = e.Topic },
        ({ } channel, ChannelPurposeChanged e) => channel with { Purpose = e.Purpose },
        ({ } channel, ChannelArchived) => channel with { IsArchived = true },
        ({ } channel, ChannelUnarchived) => channel with { IsArchived = false },
        ({ } channel, MemberJoined e) => Moved(channel, e.UserId, 1),
        ({ } channel, MemberLeft e) => Moved(channel, e.UserId, -1),
        _ => view,
    };

    private static ChannelView Moved(ChannelView channel, UserId user, int by) => channel with
    {
        MemberCount = channel.MemberCount + by,
        UserIds = channel.Kind != ChannelKind.Direct
            ? null
            : [.. (channel.UserIds ?? []).Where(u => u != user).Concat(by > 0 ? [user] : []).OrderBy(static u => u.Value)],
    };
}
