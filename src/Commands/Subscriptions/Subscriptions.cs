using EventChat.Events;
using EventChat.Events.Subscriptions;

namespace EventChat.Commands.Subscriptions;

/// <summary>The subscriptions of one workspace's apps, as part of its state.</summary>
public sealed class Subscriptions
{
    /// <summary>Of one app, at a time.</summary>
    public const int MaxOfApp = 100;

    private readonly Dictionary<SubscriptionId, Subscription> byId = [];
    private readonly Dictionary<SubscriptionId, long> made = [];

    public long Bytes => byId.Count * 600L + made.Count * 40L;

    public Subscription? Find(SubscriptionId id) => byId.GetValueOrDefault(id);

    /// <summary>In the order in which they were made.</summary>
    public IEnumerable<Subscription> Of(AppId app) => byId.Values.Where(s => s.AppId == app).OrderBy(static s => s.Version);

    /// <summary>Version of the event that made it; 0 where there never was one.</summary>
    public long MadeAt(SubscriptionId id) => made.GetValueOrDefault(id);

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case SubscriptionCreated e:
                byId[e.SubscriptionId] = new(e, actor, version, at);
                made[e.SubscriptionId] = version;
                break;
            case SubscriptionSecretRotated e when Find(e.SubscriptionId) is { } rotated:
                (rotated.Generation, rotated.OldSecretEndsAt) = (rotated.Generation + 1, e.OldEndsAt);
                break;
            case SubscriptionPaused e when Find(e.SubscriptionId) is { } paused: paused.Paused = e.Reason; break;
            case SubscriptionResumed e when Find(e.SubscriptionId) is { } resumed: resumed.Paused = null; break;
            case SubscriptionRemoved e: byId.Remove(e.SubscriptionId); break;
        }
    }
}

/// <param name="version">Of the workspace's event that made it.</param>
public sealed class Subscription(SubscriptionCreated facts, UserId by, long version, DateTimeOffset at)
{
    public SubscriptionId Id => facts.SubscriptionId;
    public AppId AppId => facts.AppId;
    public string Url => facts.Url;
    public IReadOnlyList<string> EventTypes => facts.EventTypes;
    public IReadOnlyList<ChannelId> ChannelIds => facts.ChannelIds;
    public UserId CreatedBy => by;
    public DateTimeOffset CreatedAt => at;
    public long Version => version;

    /// <summary>Of the secret: 1, and one more with each rotation.</summary>
    public int Generation { get; internal set; } = 1;

    /// <summary>Until then the secret of the generation before counts too.</summary>
    public DateTimeOffset? OldSecretEndsAt { get; internal set; }

    /// <summary>Null where it goes on.</summary>
    public PauseReason? Paused { get; internal set; }
}
