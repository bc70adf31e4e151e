using System.Globalization;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Projections.Subscriptions;

/// <summary>Puts a fact into a CloudEvents 1.0 envelope (structured JSON), posts it and writes down what came of it.</summary>
public sealed class Courier(IWebhookEndpoints endpoints, DeliveryLog log, TimeProvider clock)
{
    public const string ContentType = "application/cloudevents+json; charset=utf-8";
    private static readonly JsonEventFormatter Formatter = new();

    /// <summary>The same for each attempt and each redelivery, another one for each subscription.</summary>
    public static string MessageId(SubscriptionView subscription, RecordedEvent recorded) => string.Create(CultureInfo.InvariantCulture, $"{subscription.Id}-{recorded.Position.Value}");

    /// <param name="attempt">1 for the first.</param>
    public async Task<WebhookAnswer> Send(SubscriptionView subscription, RecordedEvent recorded, bool withWords, int attempt, CancellationToken ct)
    {
        var answer = await endpoints.Post(subscription.Address, MessageId(subscription, recorded), Envelope(subscription, recorded, withWords), ContentType, ct);
        log.Add(new(
            0, subscription.Id, recorded.Position.Value, recorded.Stream.Value, recorded.Version, EventTypes.PublicName(recorded.Type), clock.GetUtcNow(), attempt, answer.Status,
            (int)answer.Took.TotalMilliseconds, answer.Error, answer.Body));
        return answer;
    }

    /// <summary>What is, or was, in the body of the request.</summary>
    public static ReadOnlyMemory<byte> Envelope(SubscriptionView subscription, RecordedEvent recorded, bool withWords)
    {
        var envelope = Envelope(
            subscription, EventTypes.PublicName(recorded.Type), recorded.Id, recorded.RecordedAt, JsonElement.Parse(withWords ? recorded.PublicData.Span : DeletedWords.Without(recorded)), out var source);
        if (recorded.Stream.StartsWith(StreamName.Channels))
        {
            var channel = recorded.Stream.Id<ChannelId>().ToString();
            envelope.Source = new($"{source}/channels/{channel}", UriKind.Relative);
            envelope["channelid"] = channel;
        }

        envelope["actor"] = recorded.Actor.ToString();
        // An integer of CloudEvents has 32 bits.
        envelope["position"] = recorded.Position.ToString();
        envelope["version"] = recorded.Version.ToString(CultureInfo.InvariantCulture);
        return Formatter.EncodeStructuredModeMessage(envelope, out _);
    }

    /// <summary>Of something that is no fact of the log.</summary>
    public static ReadOnlyMemory<byte> Envelope(SubscriptionView subscription, string type, Guid id, DateTimeOffset at, JsonElement data) =>
        Formatter.EncodeStructuredModeMessage(Envelope(subscription, type, id, at, data, out _), out _);

    private static CloudEvent Envelope(SubscriptionView subscription, string type, Guid id, DateTimeOffset at, JsonElement data, out string source)
    {
        source = $"/workspaces/{subscription.WorkspaceId}";
        return new()
        {
            Id = id.ToString(), Type = type, Time = at, DataContentType = "application/json", Data = data, Source = new(source, UriKind.Relative),
            ["workspaceid"] = subscription.WorkspaceId.ToString(),
        };
    }
}
