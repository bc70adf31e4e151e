using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Notifications;
using EventChat.Events.Store;

namespace EventChat.Realtime.Pushes;

/// <summary>What a person's connections are told of what the person did with their channels, on whichever device.</summary>
internal static class InboxFrames
{
    public static IReadOnlyList<Frame> Of(RecordedEvent recorded, DomainEvent? @event) => @event switch
    {
        ChannelRead e => [Unread(new(recorded.Position.Value, e.ChannelId, e.Number, e.Unread, e.Version, e.MentionedIn))],
        AllRead e => [.. e.Channels.Select(c => Unread(new(recorded.Position.Value, c.ChannelId, c.Number, 0, c.Version, []))),
            .. e.Threads.Select(t => Unread(new(recorded.Position.Value, t.ChannelId, t.Number, 0, t.Version, [], t.ThreadRoot)))],
        ThreadRead e => [Unread(new(recorded.Position.Value, e.ChannelId, e.Number, e.Unread, e.Version, e.MentionedIn, e.ThreadRoot))],
        ThreadFollowed e => [Follow(new(recorded.Position.Value, e.ChannelId, e.ThreadRoot, true, e.After))],
        ThreadUnfollowed e => [Follow(new(recorded.Position.Value, e.ChannelId, e.ThreadRoot, false, e.After))],
        DirectHidden e => [Hidden(new(recorded.Position.Value, e.ChannelId, true, e.Number))],
        DirectShown e => [Hidden(new(recorded.Position.Value, e.ChannelId, false))],
        NotificationsRead e => [Frame.Call("NotificationsRead", null, new NotificationsSeen(recorded.Position.Value, e.Through, e.Positions), PushJson.Default.NotificationsSeen)],
        _ => [],
    };

    private static Frame Unread(UnreadChange change) => Frame.Call("UnreadChanged", change.ChannelId, change, PushJson.Default.UnreadChange);

    private static Frame Follow(FollowChange change) => Frame.Call("FollowChanged", change.ChannelId, change, PushJson.Default.FollowChange);

    private static Frame Hidden(VisibilityChange change) => Frame.Call("VisibilityChanged", change.ChannelId, change, PushJson.Default.VisibilityChange);
}

/// <param name="LastRead">Everything up to here is read, nothing after it.</param>
/// <param name="Unread">As of the version: what has a higher one comes on top.</param>
/// <param name="Version">Of the channel's stream.</param>
/// <param name="MentionedIn">Numbers of those that call the person, as of the version too; absent where they are too many, or an older server counted.</param>
/// <param name="ThreadRoot">Where it is the thread of this message that was read, and not the channel.</param>
internal sealed record UnreadChange(long Position, ChannelId ChannelId, int LastRead, int? Unread, long? Version, IReadOnlyList<int>? MentionedIn, int? ThreadRoot = null);

/// <param name="LastRead">For who begins to follow: number of the channel's newest message then.</param>
internal sealed record FollowChange(long Position, ChannelId ChannelId, int ThreadRoot, bool Followed, int LastRead);

/// <param name="Hidden">Until something newer is said in the direct message.</param>
/// <param name="Number">Of its newest message when it was hidden; what has a higher one shows it.</param>
internal sealed record VisibilityChange(long Position, ChannelId ChannelId, bool Hidden, int? Number = null);

/// <param name="Through">Notifications up to this position are seen on another device.</param>
/// <param name="Positions">These are.</param>
internal sealed record NotificationsSeen(long Position, long? Through, IReadOnlyList<long>? Positions);
