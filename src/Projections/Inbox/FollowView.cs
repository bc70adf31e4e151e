using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Inbox;

/// <summary>
/// One person and one thread. Whose message was answered, who answers and who is mentioned follow by themselves; who has said that they do not follow does so again by an answer
/// of their own, and not by anybody else's.
/// </summary>
/// <param name="HasLeft">The person said that they do not follow it, and has not answered since.</param>
/// <param name="LastRead">Number of the last message of the channel up to which the thread is read; who begins to follow has read what was there, whatever they had marked before.</param>
/// <param name="Marked">Position of the event that set the mark.</param>
public sealed record FollowView(string Id, ChannelId ChannelId, int Root, bool IsFollowed, bool HasLeft, int LastRead, long Marked) : IView
{
    /// <summary>What belongs to one person lies side by side.</summary>
    public static string IdOf(UserId user, ChannelId channel, int root) => $"{user}:{channel}:{root:D10}";
}

public sealed class FollowProjection : IProjection<FollowView>
{
    public static string Name => InboxProjector.ProjectionName;
    public static StreamFilter Streams => InboxProjector.Heard;
    public static JsonTypeInfo<FollowView> Json => ViewJson.Default.FollowView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        MessageSent { ThreadRoot: { } root } e => Of(recorded, root, [recorded.Actor, .. Drawn(e)]),
        MessageSent { Entities.Users: { Count: > 0 } mentioned } e => Of(recorded, e.Number, mentioned),
        MessageEdited { Entities.Users: { Count: > 0 } mentioned } e => Of(recorded, e.ThreadRoot ?? e.Number, mentioned),
        ThreadRead e => [FollowView.IdOf(recorded.Stream.Id<UserId>(), e.ChannelId, e.ThreadRoot)],
        ThreadFollowed e => [FollowView.IdOf(recorded.Stream.Id<UserId>(), e.ChannelId, e.ThreadRoot)],
        ThreadUnfollowed e => [FollowView.IdOf(recorded.Stream.Id<UserId>(), e.ChannelId, e.ThreadRoot)],
        AllRead e => [.. e.Threads.Select(t => FollowView.IdOf(recorded.Stream.Id<UserId>(), t.ChannelId, t.ThreadRoot))],
        _ => [],
    };

    public static FollowView? Evolve(FollowView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        MessageSent { ThreadRoot: { } root } e when id == FollowView.IdOf(recorded.Actor, recorded.Stream.Id<ChannelId>(), root) =>
            view is { IsFollowed: true } ? view : new(id, recorded.Stream.Id<ChannelId>(), root, IsFollowed: true, HasLeft: false, e.Number, recorded.Position.Value),
        MessageSent { ThreadRoot: { } root } e => Drawn(view, id, recorded, root, e.RootAuthor is { } author && id == FollowView.IdOf(author, recorded.Stream.Id<ChannelId>(), root) ? root : e.Number - 1),
        MessageSent e => Drawn(view, id, recorded, e.Number, e.Number),
        MessageEdited e => Drawn(view, id, recorded, e.ThreadRoot ?? e.Number, e.ThreadRoot is null ? e.Number : e.Number - 1),
        ThreadRead e => Of(view, id, e.ChannelId, e.ThreadRoot) with { LastRead = e.Number, Marked = recorded.Position.Value },
        ThreadFollowed when view is { IsFollowed: true } => view,
        ThreadFollowed e => Of(view, id, e.ChannelId, e.ThreadRoot) with { IsFollowed = true, HasLeft = false, LastRead = e.After, Marked = recorded.Position.Value },
        ThreadUnfollowed e => Of(view, id, e.ChannelId, e.ThreadRoot) with { IsFollowed = false, HasLeft = true },
        AllRead e when view is not null => e.Threads.First(t => FollowView.IdOf(recorded.Stream.Id<UserId>(), t.ChannelId, t.ThreadRoot) == id) is var read
            ? view with { LastRead = read.Number, Marked = recorded.Position.Value }
            : view,
        _ => view,
    };

    /// <summary>By what somebody else said.</summary>
    /// <param name="read">What they have read of it: all before that.</param>
    private static FollowView? Drawn(FollowView? view, string id, RecordedEvent recorded, int root, int read) => view switch
    {
        null => new(id, recorded.Stream.Id<ChannelId>(), root, IsFollowed: true, HasLeft: false, read, recorded.Position.Value),
        { IsFollowed: false, HasLeft: false } => view with { IsFollowed = true, LastRead = read, Marked = recorded.Position.Value },
        _ => view,
    };

    private static FollowView Of(FollowView? view, string id, ChannelId channel, int root) => view ?? new(id, channel, root, IsFollowed: false, HasLeft: false, 0, 0);

    private static string[] Of(RecordedEvent recorded, int root, IEnumerable<UserId> people) =>
        [.. people.Distinct().Select(u => FollowView.IdOf(u, recorded.Stream.Id<ChannelId>(), root))];

    private static IEnumerable<UserId> Drawn(MessageSent e) => [.. e.RootAuthor is { } starter ? [starter] : (UserId[])[], .. e.Entities?.Users ?? []];
}
