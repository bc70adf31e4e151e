using EventChat.Events.Store;
using EventChat.Events.Subscriptions;

namespace EventChat.Projections.Subscriptions;

/// <summary>What an app may be told, decided at the head of the log, where everything else is decided too.</summary>
public interface ISubscriptionRules
{
    /// <summary>Whether the app's bot could see it when it happened and may see it now.</summary>
    /// <exception cref="LogUnavailableException">Nobody knows.</exception>
    Task<Verdict> Judge(SubscriptionView subscription, RecordedEvent recorded, CancellationToken ct);

    /// <returns>False where it may not be paused just now, as where its workspace is about to go.</returns>
    Task<bool> Pause(SubscriptionView subscription, PauseReason reason, CancellationToken ct);
}

public enum Verdict
{
    /// <summary>It is none of the app's business, now or ever.</summary>
    Hide,

    Tell,

    /// <summary>The words have been deleted since: the fact without them.</summary>
    TellWithoutWords,

    /// <summary>The subscription is paused or gone: nothing is told for now.</summary>
    Wait,
}
