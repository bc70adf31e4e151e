using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Subscriptions;

namespace EventChat.Commands.Subscriptions;

/// <param name="Overlap">How long the secret before still signs too.</param>
public sealed record RotateSubscriptionSecret(WorkspaceId WorkspaceId, SubscriptionId SubscriptionId, TimeSpan Overlap) : ICommand<Workspace>
{
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1), LongestOverlap = TimeSpan.FromDays(30);

    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        workspace.SubscriptionFor(SubscriptionId, WorkspaceId, context).Refusal is { } refusal ? refusal : new SubscriptionSecretRotated(SubscriptionId, context.Now + Overlap);
}

/// <param name="Position">0 for the beginning.</param>
/// <param name="Head">Of the log, as whoever asks knows it.</param>
public sealed record RewindSubscription(WorkspaceId WorkspaceId, SubscriptionId SubscriptionId, long Position, long Head) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.SubscriptionFor(SubscriptionId, WorkspaceId, context).Refusal is { } refusal) return refusal;
        return Position > Head ? new PositionAhead(Head) : new SubscriptionRewound(SubscriptionId, Position);
    }
}

/// <summary>By those who may change it, and by the server in the name of the app's bot where its address does not work.</summary>
public sealed record PauseSubscription(WorkspaceId WorkspaceId, SubscriptionId SubscriptionId, PauseReason Reason) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        var (found, refusal) = workspace.SubscriptionFor(SubscriptionId, WorkspaceId, context);
        if (refusal is not null) return refusal;
        return found!.Paused is not null ? Decision.Nothing : new SubscriptionPaused(SubscriptionId, Reason, Reason == PauseReason.Asked ? null : OwnerOf(found, workspace));
    }

    private static UserId OwnerOf(Subscription subscription, Workspace workspace) =>
        workspace.Apps.OfBot(subscription.CreatedBy) is { } app ? app.CreatedBy : subscription.CreatedBy;
}

public sealed record ResumeSubscription(WorkspaceId WorkspaceId, SubscriptionId SubscriptionId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        var (found, refusal) = workspace.SubscriptionFor(SubscriptionId, WorkspaceId, context);
        if (refusal is not null) return refusal;
        return found!.Paused is null ? Decision.Nothing : new SubscriptionResumed(SubscriptionId);
    }
}

/// <summary>Nothing is posted after the answer; removing twice changes nothing.</summary>
public sealed record RemoveSubscription(WorkspaceId WorkspaceId, SubscriptionId SubscriptionId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        var (found, refusal) = workspace.SubscriptionFor(SubscriptionId, WorkspaceId, context);
        if (found is not null) return new SubscriptionRemoved(SubscriptionId);
        return refusal is SubscriptionNotFound && workspace.RoleOf(context.Actor) is not null && workspace.Subscriptions.MadeAt(SubscriptionId) > 0 ? Decision.Nothing : refusal!;
    }
}
