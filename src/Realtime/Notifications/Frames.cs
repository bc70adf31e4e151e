using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Projections.Notifications;
using EventChat.Realtime.Pushes;

namespace EventChat.Realtime.Notifications;

/// <summary>What a connection is told: <c>Notification</c> with one argument. The text is in the event that it hears anyway.</summary>
internal static class Frames
{
    public static Frame Of(NotificationView row) => Call(new(
        $"{row.Position}", row.Position, row.Reason, row.Quiet, Timestamp.Text(row.At), row.Actor, row.WorkspaceId, row.ChannelId, row.Number, row.ThreadRoot, row.Emoji));

    public static Frame Of(BroadcastView row) => Call(new(
        $"{row.Position}", row.Position, row.Reason, false, Timestamp.Text(row.At), row.Actor, row.WorkspaceId, row.ChannelId, row.Number, row.ThreadRoot, null));

    private static Frame Call(Told told) => Frame.Call("Notification", null, told, NotificationJson.Default.Told);
}

internal sealed record Told(
    string Id, long Position, NotifyReason Reason, bool Quiet, string At, UserId Actor, WorkspaceId WorkspaceId, ChannelId? ChannelId, int? Number, int? ThreadRoot,
    string? Emoji);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Told))]
internal sealed partial class NotificationJson : JsonSerializerContext;
