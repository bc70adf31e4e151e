using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Notifications;

/// <summary>Which messages of a channel a person is told of.</summary>
[JsonConverter(typeof(WordJson<NotifyLevel>))]
public enum NotifyLevel
{
    [JsonStringEnumMemberName("nothing")] Nothing,

    /// <summary>What names them or answers them.</summary>
    [JsonStringEnumMemberName("mentions")] Mentions,
    [JsonStringEnumMemberName("all")] All,
}

/// <summary>
/// What a person wants to be told of in a channel, in a workspace, or, where neither is named, everywhere. It takes the place of what was chosen there before;
/// what is absent is as the wider place says.
/// </summary>
/// <param name="Keywords">Words that count as a mention, besides those of the wider places.</param>
public sealed record NotificationRulesChanged(
    WorkspaceId? WorkspaceId = null, ChannelId? ChannelId = null, NotifyLevel? Level = null, bool? Muted = null, IReadOnlyList<string>? Keywords = null)
    : DomainEvent
{
    public bool Equals(NotificationRulesChanged? other) => other is not null && WorkspaceId == other.WorkspaceId && ChannelId == other.ChannelId
        && Level == other.Level && Muted == other.Muted && (Keywords ?? []).SequenceEqual(other.Keywords ?? []);

    public override int GetHashCode() => HashCode.Combine(WorkspaceId, ChannelId, Level, Muted);
}

/// <summary>How and when a person is reached who is not looking. It takes the place of what was chosen before.</summary>
/// <param name="QuietFrom">When the hours begin in which nobody disturbs them, in their own time zone; absent where there are none.</param>
/// <param name="QuietTo">When they end; earlier than the beginning where they go over midnight.</param>
/// <param name="DigestMinutes">How far apart e-mails with what is unread are at least; absent where none are wanted.</param>
/// <param name="PushesText">Whether pushes to a browser say what was written.</param>
public sealed record NotificationDeliveryChanged(TimeOnly? QuietFrom = null, TimeOnly? QuietTo = null, int? DigestMinutes = null, bool PushesText = true) : DomainEvent;

/// <summary>What a person was told, and has now seen: all of it up to a position, or some of it by its positions.</summary>
public sealed record NotificationsRead(long? Through = null, IReadOnlyList<long>? Positions = null) : DomainEvent
{
    public bool Equals(NotificationsRead? other) => other is not null && Through == other.Through && (Positions ?? []).SequenceEqual(other.Positions ?? []);

    public override int GetHashCode() => HashCode.Combine(Through, Positions?.Count);
}

public static class NotificationEventTypes
{
    public static EventTypes AddNotificationEvents(this EventTypes types) => types
        .Add("inbox.rules-changed", NotificationEventJson.Default.NotificationRulesChanged)
        .Add("inbox.delivery-changed", NotificationEventJson.Default.NotificationDeliveryChanged)
        .Add("inbox.notifications-read", NotificationEventJson.Default.NotificationsRead);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(NotificationRulesChanged))]
[JsonSerializable(typeof(NotificationDeliveryChanged))]
[JsonSerializable(typeof(NotificationsRead))]
internal sealed partial class NotificationEventJson : JsonSerializerContext;
