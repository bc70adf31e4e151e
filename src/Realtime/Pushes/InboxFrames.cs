using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Interactions;
using EventChat.Events.Notifications;
using EventChat.Events.Store;

namespace EventChat.Realtime.Pushes;

/// <summary>What a person's connections are told of what the person did with their channels and messages, on whichever device.</summary>
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
        MessageSaved e => [Saved(new(recorded.Position.Value, e.ChannelId, e.Number, true, Timestamp.Text(recorded.RecordedAt)))],
        MessageUnsaved e => [Saved(new(recorded.Position.Value, e.ChannelId, e.Number, false))],
        MessageScheduled e => [Scheduled(new(
            recorded.Position.Value, e.ScheduledId, "open", e.ChannelId, e.Text, e.ThreadRoot, e.Broadcast ?? false, Timestamp.Text(e.SendAt), Timestamp.Text(recorded.RecordedAt)))],
        ScheduledMessageChanged e => [Scheduled(new(recorded.Position.Value, e.ScheduledId, "open", Text: e.Text, SendAt: e.SendAt is { } at ? Timestamp.Text(at) : null))],
        ScheduledMessageDue e => [Scheduled(new(recorded.Position.Value, e.ScheduledId, "due"))],
        ScheduledMessageSent e => [Scheduled(new(recorded.Position.Value, e.ScheduledId, "sent", Number: e.Number))],
        ScheduledMessageFailed e => [Scheduled(new(recorded.Position.Value, e.ScheduledId, "failed", Failure: e.Code))],
        ScheduledMessageCancelled e => [Scheduled(new(recorded.Position.Value, e.ScheduledId, "cancelled"))],
        NotificationsRead e => [Frame.Call("NotificationsRead", null, new NotificationsSeen(recorded.Position.Value, e.Through, e.Positions), PushJson.Default.NotificationsSeen)],
        AppAnswered e => [Frame.Call("AppAnswered", e.ChannelId, new AppAnswer(recorded.Position.Value, e.ChannelId, e.ThreadRoot, e.InteractionId.ToString(), e.BotUserId, e.Text, Timestamp.Text(recorded.RecordedAt)), PushJson.Default.AppAnswer)],
        _ => [],
    };

    private static Frame Saved(SavedChange change) => Frame.Call("SavedChanged", null, change, PushJson.Default.SavedChange);

    private static Frame Scheduled(ScheduledChange change) => Frame.Call("ScheduledChanged", null, change, PushJson.Default.ScheduledChange);

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

/// <param name="SavedAt">Where it is saved.</param>
internal sealed record SavedChange(long Position, ChannelId ChannelId, int Number, bool Saved, string? SavedAt = null);

/// <summary>What is absent stays as it was.</summary>
/// <param name="State"><c>open</c>, <c>due</c> and <c>failed</c> as in lists; with <c>sent</c> and <c>cancelled</c> it is in none any more.</param>
/// <param name="Failure">The code of the refusal.</param>
/// <param name="Number">Of the message that was sent.</param>
internal sealed record ScheduledChange(
    long Position, ScheduledId Id, string State, ChannelId? ChannelId = null, string? Text = null, int? ThreadRoot = null, bool? Broadcast = null, string? SendAt = null,
    string? CreatedAt = null, string? Failure = null, int? Number = null);

/// <summary>What an app says to this person alone.</summary>
internal sealed record AppAnswer(long Position, ChannelId ChannelId, int? ThreadRoot, string InteractionId, UserId BotUserId, string Text, string At);

/// <param name="Through">Notifications up to this position are seen on another device.</param>
/// <param name="Positions">These are.</param>
internal sealed record NotificationsSeen(long Position, long? Through, IReadOnlyList<long>? Positions);
