using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Inbox;

/// <summary>One person in one channel: how far they have read it, and whether they hide it. It lasts as long as they are in it.</summary>
/// <param name="LastRead">Number of the last message that is read; who joins has read what was there.</param>
/// <param name="HiddenAt">Number of the newest message when the person hid the direct message; a newer one shows it again.</param>
/// <param name="Joined">Position of the event that let the person in.</param>
/// <param name="After">Number of the newest message then.</param>
public sealed record MarkView(string Id, ChannelId ChannelId, int LastRead, int? HiddenAt, long Joined, int After) : IView
{
    /// <summary>What belongs to one person lies side by side.</summary>
    public static string IdOf(UserId user, ChannelId channel) => $"{user}:{channel}";
}

public sealed class MarkProjection : IProjection<MarkView>
{
    public static string Name => InboxProjector.ProjectionName;
    public static StreamFilter Streams => InboxProjector.Heard;
    public static JsonTypeInfo<MarkView> Json => ViewJson.Default.MarkView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        MemberJoined e => [MarkView.IdOf(e.UserId, recorded.Stream.Id<ChannelId>())],
        MemberLeft e => [MarkView.IdOf(e.UserId, recorded.Stream.Id<ChannelId>())],
        ChannelRead e => [MarkView.IdOf(recorded.Stream.Id<UserId>(), e.ChannelId)],
        AllRead e => [.. e.Channels.Select(c => MarkView.IdOf(recorded.Stream.Id<UserId>(), c.ChannelId))],
        DirectHidden e => [MarkView.IdOf(recorded.Stream.Id<UserId>(), e.ChannelId)],
        DirectShown e => [MarkView.IdOf(recorded.Stream.Id<UserId>(), e.ChannelId)],
        _ => [],
    };

    public static MarkView? Evolve(MarkView? view, string id, RecordedEvent recorded) => (view, recorded.Event) switch
    {
        (null, MemberJoined e) => new(id, recorded.Stream.Id<ChannelId>(), e.After ?? 0, null, recorded.Position.Value, e.After ?? 0),
        (_, MemberLeft) => null,
        ({ } mark, ChannelRead e) when mark.LastRead != e.Number => mark with { LastRead = e.Number },
        ({ } mark, AllRead e) => Read(mark, e),
        ({ } mark, DirectHidden e) => mark with { HiddenAt = e.Number },
        ({ } mark, DirectShown) => mark with { HiddenAt = null },
        _ => view,
    };

    private static MarkView Read(MarkView mark, AllRead all)
    {
        foreach (var read in all.Channels)
            if (read.ChannelId == mark.ChannelId && read.Number != mark.LastRead) return mark with { LastRead = read.Number };
        return mark;
    }
}
