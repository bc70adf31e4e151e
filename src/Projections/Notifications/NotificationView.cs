using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Projections.Running;

namespace EventChat.Projections.Notifications;

/// <summary>Something that one person is told. It holds no text: whoever reads it reads the message itself, where they still may.</summary>
/// <param name="Id">The person and the position, so that a feed is a range of the primary key.</param>
/// <param name="Position">Of the event that it comes from; its name within the person's feed.</param>
/// <param name="MessageKey">The channel and the number, as <see cref="Timeline.TimelineMessage"/> has them; null for what is about no message.</param>
/// <param name="ThreadRoot">Of a message that is shown in its thread alone.</param>
/// <param name="Quiet">Not to be pushed or mailed: it came in quiet hours, or from where the person has muted.</param>
public sealed record NotificationView(
    string Id, UserId UserId, long Position, NotifyReason Reason, UserId Actor, DateTimeOffset At, WorkspaceId WorkspaceId, ChannelId? ChannelId = null,
    int? Number = null, string? MessageKey = null, int? ThreadRoot = null, string? Emoji = null, bool Quiet = false) : IView
{
    public static string IdOf(UserId user, long position) => $"{user}:{position:D19}";
}

/// <summary>
/// Something that everybody in a channel is told, or everybody who was active: one row, however many they are. Whose feed it is in is found out when a feed
/// is read.
/// </summary>
/// <param name="Id">The channel and the position.</param>
/// <param name="Here">Who was active, where only they are meant.</param>
public sealed record BroadcastView(
    string Id, ChannelId ChannelId, WorkspaceId WorkspaceId, int Number, string MessageKey, long Position, UserId Actor, DateTimeOffset At,
    int? ThreadRoot = null, IReadOnlyList<UserId>? Here = null) : IView
{
    public static string IdOf(ChannelId channel, long position) => $"{channel}:{position:D19}";

    [JsonIgnore] public NotifyReason Reason => Here is null ? NotifyReason.Everyone : NotifyReason.Here;
}
