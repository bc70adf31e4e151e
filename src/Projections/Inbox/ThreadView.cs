using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Inbox;

/// <summary>When a thread was last answered, deleted answers too: lists of threads go by it.</summary>
/// <param name="LastReply">Number of the newest reply.</param>
/// <param name="Position">Of the newest reply.</param>
public sealed record ThreadView(string Id, int LastReply, long Position) : IView
{
    public static string IdOf(ChannelId channel, int root) => $"{channel}:{root:D10}";
}

public sealed class ThreadProjection : IProjection<ThreadView>
{
    public static string Name => InboxProjector.ProjectionName;
    public static StreamFilter Streams => InboxProjector.Heard;
    public static JsonTypeInfo<ThreadView> Json => ViewJson.Default.ThreadView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        MessageSent { ThreadRoot: { } root } => [ThreadView.IdOf(recorded.Stream.Id<ChannelId>(), root)],
        _ => [],
    };

    public static ThreadView? Evolve(ThreadView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        MessageSent e => new(id, e.Number, recorded.Position.Value),
        _ => view,
    };
}
