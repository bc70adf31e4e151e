using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Subscriptions;
using EventChat.Projections.Running;

namespace EventChat.Projections.Subscriptions;

/// <summary>Whom to tell what; the secret is nowhere but where it signs.</summary>
/// <param name="From">The position in the log behind which it begins.</param>
/// <param name="Since">Version of the workspace's event that said so: where it is another one, what was delivered before counts for nothing.</param>
/// <param name="Generation">Of the secret.</param>
/// <param name="OldSecretEndsAt">Until then the secret before signs too.</param>
/// <param name="ResumedAt">When its patience with the address began anew.</param>
public sealed record SubscriptionView(
    string Id, WorkspaceId WorkspaceId, AppId AppId, string Url, IReadOnlyList<string> EventTypes, IReadOnlyList<ChannelId> ChannelIds, long From, long Since,
    int Generation = 1, DateTimeOffset? OldSecretEndsAt = null, bool IsPaused = false, DateTimeOffset? ResumedAt = null) : IView
{
    [JsonIgnore] public WebhookAddress Address => new(Url, Id, Generation, OldSecretEndsAt);

    [JsonIgnore] public SubscriptionId SubscriptionId => Events.Id.Parse<SubscriptionId>(Id);
}

public sealed class SubscriptionProjection : IProjection<SubscriptionView>
{
    public static string Name => "subscriptions";
    public static StreamFilter Streams { get; } = new(StreamName.Workspaces);
    public static JsonTypeInfo<SubscriptionView> Json => ViewJson.Default.SubscriptionView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => Of(recorded.Event) is { } id ? [id.ToString()] : [];

    public static bool Begins(string id, RecordedEvent recorded) => recorded.Event is SubscriptionCreated;

    public static SubscriptionView? Evolve(SubscriptionView? view, string id, RecordedEvent recorded) => (view, recorded.Event) switch
    {
        (null, SubscriptionCreated e) => new(
            id, recorded.Stream.Id<WorkspaceId>(), e.AppId, e.Url, e.EventTypes, e.ChannelIds, e.From ?? recorded.Position.Value, recorded.Version),
        ({ } known, SubscriptionSecretRotated e) => known with { Generation = known.Generation + 1, OldSecretEndsAt = e.OldEndsAt },
        ({ } known, SubscriptionRewound e) => known with { From = e.Position, Since = recorded.Version, ResumedAt = recorded.RecordedAt },
        ({ } known, SubscriptionPaused) => known with { IsPaused = true },
        ({ } known, SubscriptionResumed) => known with { IsPaused = false, ResumedAt = recorded.RecordedAt },
        (_, SubscriptionRemoved) => null,
        _ => view,
    };

    /// <summary>The subscription that a fact is of; null where it is of none.</summary>
    internal static SubscriptionId? Of(DomainEvent? e) => e switch
    {
        SubscriptionCreated x => x.SubscriptionId,
        SubscriptionSecretRotated x => x.SubscriptionId,
        SubscriptionRewound x => x.SubscriptionId,
        SubscriptionPaused x => x.SubscriptionId,
        SubscriptionResumed x => x.SubscriptionId,
        SubscriptionRemoved x => x.SubscriptionId,
        _ => null,
    };
}
