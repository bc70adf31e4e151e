using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Hooks;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Hooks;

/// <summary>A hook and, with it, its bot as a member of the workspace.</summary>
/// <param name="BotUserId">An account that nobody can sign in to.</param>
public sealed record CreateHook(
    WorkspaceId WorkspaceId, HookId HookId, ChannelId ChannelId, UserId BotUserId, string Name, string TokenHash, bool AnyChannel = false) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesHooks(WorkspaceId, context) is { } refusal) return refusal;
        if (workspace.Hooks.Made(HookId) is { } made) return Decision.AlreadyDone(made.Version);
        if (workspace.Hooks.Count >= Hooks.MaxHooks) return new TooManyHooks();

        return Decision.Many(Fact, new WorkspaceMemberJoined(BotUserId, WorkspaceRole.Member));
    }

    public bool Repeats(DomainEvent first) => first is HookCreated made && made == Fact;

    private HookCreated Fact => new(HookId, ChannelId, BotUserId, Name, TokenHash, AnyChannel ? true : null);
}

/// <summary>Nothing comes through it from the answer on, and its bot leaves; what came through it stays.</summary>
public sealed record RemoveHook(WorkspaceId WorkspaceId, ChannelId ChannelId, HookId HookId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesHooks(WorkspaceId, context) is { } refusal) return refusal;
        if (workspace.Hooks.Made(HookId) is not { } hook || hook.ChannelId != ChannelId) return new HookNotFound(HookId);
        return hook.IsRemoved ? Decision.Nothing : Decision.Many(new HookRemoved(HookId), new WorkspaceMemberRemoved(hook.BotUserId));
    }
}

internal static class HookRules
{
    extension(Workspace workspace)
    {
        public Refusal? RefusesHooks(WorkspaceId id, CommandContext context) =>
            workspace.Refuses(id, context) ?? (workspace.RoleOf(context.Actor) < WorkspaceRole.Admin ? new AdminsOnly("manage webhooks") : null);
    }
}

public sealed record HookNotFound(HookId Id) : Refusal.NotFound("webhook.not-found", $"This channel has no webhook {Id}.");

public sealed record TooManyHooks() : Refusal.Conflict("webhook.too-many", $"A workspace has at most {Hooks.MaxHooks} webhooks; remove one first.");
