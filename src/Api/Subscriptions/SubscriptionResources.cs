using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Commands.Subscriptions;
using EventChat.Events;
using EventChat.Events.Subscriptions;
using EventChat.Projections.Subscriptions;

namespace EventChat.Api.Subscriptions;

/// <param name="Url">Where events are posted to. It is asked first whether it wants them.</param>
/// <param name="EventTypes">Such as <c>message.sent</c>, or <c>message.*</c> for a family; left out, all that the app's scopes open.</param>
/// <param name="ChannelIds">Left out, the whole workspace.</param>
/// <param name="From"><c>now</c>, <c>beginning</c>, or the position behind which it begins; left out, now.</param>
public sealed record CreateSubscriptionRequest(string? Url, IReadOnlyList<string>? EventTypes, IReadOnlyList<ChannelId>? ChannelIds, JsonElement? From);

/// <param name="Position">0 for the beginning: all behind it is told again, as far as the bot could see it.</param>
public sealed record RewindRequest(long? Position);

/// <param name="OverlapMinutes">How long the secret before still signs too: 0 to 43,200, a day where it is left out.</param>
public sealed record RotateSecretRequest(int? OverlapMinutes);

/// <param name="Secret">What deliveries are signed with, as Standard Webhooks writes it. Only for who made it or has just rotated it, and again for a repeat under the same idempotency key.</param>
/// <param name="Paused">Why nothing is posted; null where it goes on.</param>
/// <param name="Position">All up to here has been told, or waits in a channel that is listed as behind.</param>
/// <param name="Behind">Channels whose events could not be told yet; at most 100.</param>
public sealed record SubscriptionResource(
    SubscriptionId Id, AppId AppId, string Url, IReadOnlyList<string> EventTypes, IReadOnlyList<ChannelId> ChannelIds, PauseReason? Paused, UserId CreatedBy, DateTimeOffset CreatedAt,
    string? Secret = null, long? Position = null, IReadOnlyList<BehindResource>? Behind = null)
{
    internal static SubscriptionResource Of(Subscription s) => new(s.Id, s.AppId, s.Url, s.EventTypes, s.ChannelIds, s.Paused, s.CreatedBy, s.CreatedAt);
}

/// <param name="ChannelId">Null for what happens in the workspace itself.</param>
/// <param name="Version">Of the last event that was taken.</param>
/// <param name="Attempts">That failed, of the next one.</param>
public sealed record BehindResource(ChannelId? ChannelId, long Version, int Attempts, DateTimeOffset? FailingSince);

/// <param name="WebhookId">The <c>webhook-id</c> that was sent; the same for each attempt.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Status">Null where there was no answer.</param>
/// <param name="Error">Why there was none.</param>
/// <param name="Answer">The beginning of it.</param>
/// <param name="Request">The body that was sent, where one delivery is asked for; without words that were deleted since, and null where the bot may not see it any more, or the token does not open it.</param>
public sealed record DeliveryResource(
    long Id, string WebhookId, string Type, long Position, ChannelId? ChannelId, long Version, DateTimeOffset At, int Attempt, int? Status, int TookMs, string? Error, string Answer,
    JsonElement? Request = null);

/// <param name="Taken">Whether the answer was 2xx, in time.</param>
public sealed record PostedResource(bool Taken, int? Status, int TookMs, string? Error, string Answer)
{
    internal static PostedResource Of(WebhookAnswer answer) => new(answer.IsTaken, answer.Status, (int)answer.Took.TotalMilliseconds, answer.Error, answer.Body);
}

/// <summary>Asks an address whether it wants to be told: it answers with the same challenge.</summary>
internal sealed record Challenge(string Type, [property: JsonPropertyName("challenge")] string Value)
{
    public const string TypeName = "subscription.challenge";
}
