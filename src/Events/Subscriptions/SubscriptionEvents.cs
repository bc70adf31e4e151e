using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Subscriptions;

/// <summary>An app wants to be told. The address has shown that it wants so too.</summary>
/// <param name="Url">Where each event is posted to.</param>
/// <param name="EventTypes">Public names, <c>message.*</c> for a family; none for all that the app's scopes open.</param>
/// <param name="ChannelIds">None for the whole workspace.</param>
/// <param name="From">The position in the log behind which it begins; absent for this event's own.</param>
public sealed record SubscriptionCreated(
    SubscriptionId SubscriptionId, AppId AppId, string Url, IReadOnlyList<string> EventTypes, IReadOnlyList<ChannelId> ChannelIds, long? From = null) : DomainEvent
{
    public bool Equals(SubscriptionCreated? other) => other is not null && SubscriptionId == other.SubscriptionId && AppId == other.AppId && Url == other.Url
        && From == other.From && EventTypes.SequenceEqual(other.EventTypes) && ChannelIds.SequenceEqual(other.ChannelIds);

    public override int GetHashCode() => HashCode.Combine(SubscriptionId, Url);
}

/// <summary>It is signed with a new secret.</summary>
/// <param name="OldEndsAt">Until then it is signed with the one before as well.</param>
public sealed record SubscriptionSecretRotated(SubscriptionId SubscriptionId, DateTimeOffset OldEndsAt) : DomainEvent;

/// <summary>It is told again what happened after a position.</summary>
public sealed record SubscriptionRewound(SubscriptionId SubscriptionId, long Position) : DomainEvent;

/// <summary>Nothing is posted until it is resumed, and nothing of it is lost.</summary>
/// <param name="Owner">Who is told, where nobody asked for it: who subscribed, or made the app that did.</param>
public sealed record SubscriptionPaused(SubscriptionId SubscriptionId, PauseReason Reason, UserId? Owner = null) : DomainEvent;

public sealed record SubscriptionResumed(SubscriptionId SubscriptionId) : DomainEvent;

public sealed record SubscriptionRemoved(SubscriptionId SubscriptionId) : DomainEvent;

[JsonConverter(typeof(WordJson<PauseReason>))]
public enum PauseReason
{
    /// <summary>Somebody asked for it.</summary>
    [JsonStringEnumMemberName("asked")] Asked,

    /// <summary>The address did not take it for days.</summary>
    [JsonStringEnumMemberName("failing")] Failing,

    /// <summary>The address said that it is gone (410).</summary>
    [JsonStringEnumMemberName("gone")] Gone,
}

public static class SubscriptionEventTypes
{
    public static EventTypes AddSubscriptionEvents(this EventTypes types) => types
        .Add("subscription.created", SubscriptionEventJson.Default.SubscriptionCreated)
        .Add("subscription.secret-rotated", SubscriptionEventJson.Default.SubscriptionSecretRotated)
        .Add("subscription.rewound", SubscriptionEventJson.Default.SubscriptionRewound)
        .Add("subscription.paused", SubscriptionEventJson.Default.SubscriptionPaused)
        .Add("subscription.resumed", SubscriptionEventJson.Default.SubscriptionResumed)
        .Add("subscription.removed", SubscriptionEventJson.Default.SubscriptionRemoved);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SubscriptionCreated))]
[JsonSerializable(typeof(SubscriptionSecretRotated))]
[JsonSerializable(typeof(SubscriptionRewound))]
[JsonSerializable(typeof(SubscriptionPaused))]
[JsonSerializable(typeof(SubscriptionResumed))]
[JsonSerializable(typeof(SubscriptionRemoved))]
internal sealed partial class SubscriptionEventJson : JsonSerializerContext;
