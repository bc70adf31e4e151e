using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Inbox;

/// <summary>How far one person has read one channel. Unread counts are computed from it, never written once per message and member.</summary>
public sealed record ReadMarkView(string Id, UserId UserId, ChannelId ChannelId, int Number) : IView;

public sealed class ReadMarkProjection : IProjection<ReadMarkView>
{
    public static string Name => "unread";
    public static StreamFilter Streams { get; } = new(StreamName.Inboxes);
    public static JsonTypeInfo<ReadMarkView> Json => ViewJson.Default.ReadMarkView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        ChannelRead e => [$"{recorded.Stream.Value.AsSpan(StreamName.Inboxes.Length)}:{e.ChannelId}"],
        _ => [],
    };

    public static ReadMarkView? Evolve(ReadMarkView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        ChannelRead e => new(id, recorded.Stream.Id<UserId>(), e.ChannelId, e.Number),
        _ => view,
    };
}
