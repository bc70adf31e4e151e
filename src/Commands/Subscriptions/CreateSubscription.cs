using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Subscriptions;

namespace EventChat.Commands.Subscriptions;

/// <summary>By an admin, or by the app's own bot.</summary>
/// <param name="EventTypes">Public names, or <c>message.*</c> for a family; none for all that the scopes open.</param>
/// <param name="ChannelIds">None for the whole workspace.</param>
/// <param name="From">The position behind which it begins; null for now.</param>
/// <param name="Head">Of the log, as whoever asks knows it.</param>
public sealed record CreateSubscription(
    WorkspaceId WorkspaceId, AppId AppId, SubscriptionId SubscriptionId, string Url, IReadOnlyList<string> EventTypes, IReadOnlyList<ChannelId> ChannelIds, long? From, long Head)
    : ICommand<Workspace>
{
    public const int MaxChannels = 100, MaxTypes = 100, MaxUrlLength = 2_000;

    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesWiring(WorkspaceId, AppId, context) is { } refusal) return refusal;
        if (workspace.Subscriptions.MadeAt(SubscriptionId) is > 0 and var version) return Decision.AlreadyDone(version);
        if (workspace.Apps.Find(AppId) is not { } app) return new AppNotFound(AppId);
        if (EventTypes.Count > MaxTypes) return new TooManyEventTypes();
        if (EventTypes.FirstOrDefault(static type => !TellableEvents.Knows(type)) is { } unknown) return new EventTypeUnknown(unknown);
        if (EventTypes.FirstOrDefault(pattern => !TellableEvents.Of([pattern]).Any(type => app.Scopes.Contains(TellableEvents.Scopes[type]))) is { } beyond)
            return new EventTypeBeyondScopes(beyond, TellableEvents.Scopes[TellableEvents.Of([beyond]).First()]);
        if (!TellableEvents.Of(EventTypes).Any(type => app.Scopes.Contains(TellableEvents.Scopes[type]))) return new NothingToTell();
        if (ChannelIds.Count > MaxChannels) return new TooManySubscribedChannels();
        if (From > Head) return new PositionAhead(Head, "from");
        if (workspace.Subscriptions.Of(AppId).Count() >= Subscriptions.MaxOfApp) return new TooManySubscriptions();

        return Fact;
    }

    public bool Repeats(DomainEvent first) => first is SubscriptionCreated made && made == Fact;

    private SubscriptionCreated Fact => new(SubscriptionId, AppId, Url, [.. EventTypes.Distinct(StringComparer.Ordinal)], [.. ChannelIds.Distinct()], From);
}

internal static class SubscriptionRules
{
    extension(Workspace workspace)
    {
        /// <summary>The subscription, or why it cannot be changed by whoever asks.</summary>
        public (Subscription? Found, Refusal? Refusal) SubscriptionFor(SubscriptionId id, WorkspaceId workspaceId, CommandContext context)
        {
            if (workspace.Refuses(workspaceId, context) is { } refusal) return (null, refusal is WorkspaceNotFound ? new SubscriptionNotFound(id) : refusal);
            if (workspace.Subscriptions.Find(id) is not { } found) return (null, new SubscriptionNotFound(id));
            return workspace.RefusesWiring(workspaceId, found.AppId, context) is { } why ? (null, why) : (found, null);
        }
    }
}

/// <summary>Also said to those who are not in its workspace.</summary>
public sealed record SubscriptionNotFound(SubscriptionId Id) : Refusal.NotFound("subscription.not-found", $"There is no subscription {Id} that you can see.");

public sealed record EventTypeUnknown(string Type) : Refusal.Invalid(
    "subscription.unknown-event-type", $"There is no event type '{Type}' that apps are told of. There are {string.Join(", ", TellableEvents.Scopes.Keys)}, and families such as message.*.", "eventTypes");

public sealed record EventTypeBeyondScopes(string Type, string Scope) : Refusal.Invalid(
    "subscription.scope-missing", $"The app needs the scope '{Scope}' to be told of '{Type}'.", "eventTypes");

public sealed record NothingToTell() : Refusal.Invalid(
    "subscription.nothing-to-tell", $"The app has none of the scopes {string.Join(", ", TellableEvents.Scopes.Values.Distinct())}, so there is nothing that it may be told.", "eventTypes");

public sealed record TooManyEventTypes() : Refusal.Invalid(
    "subscription.too-many-event-types", $"Name at most {CreateSubscription.MaxTypes} event types; none for all that the scopes open.", "eventTypes");

public sealed record TooManySubscribedChannels() : Refusal.Invalid(
    "subscription.too-many-channels", $"Name at most {CreateSubscription.MaxChannels} channels; none for the whole workspace.", "channelIds");

public sealed record TooManySubscriptions() : Refusal.Conflict("subscription.too-many", $"This app has {Subscriptions.MaxOfApp} subscriptions; remove one first.");

public sealed record PositionAhead(long Head, string Where = "position") : Refusal.Invalid("subscription.position-ahead", $"The log has come to position {Head}; name one up to that.", Where);
