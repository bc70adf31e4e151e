using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Apps;
using EventChat.Events.Interactions;
using EventChat.Events.Store;
using EventChat.Events.Subscriptions;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Apps;

/// <summary>An app and, with it, its bot as a member of the workspace.</summary>
/// <param name="BotUserId">An account that nobody can sign in to.</param>
public sealed record CreateApp(WorkspaceId WorkspaceId, AppId AppId, UserId BotUserId, string Name, IReadOnlyList<string> Scopes) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesApps(WorkspaceId, context) is { } refusal) return refusal;
        if (workspace.Apps.MadeAt(AppId) is > 0 and var version) return Decision.AlreadyDone(version);
        if (AppScopes.Unknown(Scopes) is { } unknown) return new ScopeUnknown(unknown);
        if (Scopes.Count == 0) return new ScopesMissing();
        if (workspace.Apps.Count >= Apps.MaxApps) return new TooManyApps();

        return Decision.Many(Fact, new WorkspaceMemberJoined(BotUserId, WorkspaceRole.Member));
    }

    public bool Repeats(DomainEvent first) => first is AppCreated made && made == Fact;

    private AppCreated Fact => new(AppId, BotUserId, Name, AppScopes.Ordered(Scopes));
}

/// <summary>Its tokens end and its bot leaves; what the bot said stays.</summary>
public sealed record RemoveApp(WorkspaceId WorkspaceId, AppId AppId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesApps(WorkspaceId, context) is { } refusal) return refusal is WorkspaceNotFound ? new AppNotFound(AppId) : refusal;
        if (workspace.Apps.Find(AppId) is { } app) return Decision.Many([new AppRemoved(AppId), new WorkspaceMemberRemoved(app.BotUserId), .. workspace.Subscriptions.Of(AppId).Select(static s => new SubscriptionRemoved(s.Id)),
                .. workspace.SlashCommands.All.Where(c => c.AppId == AppId).Select(static c => new SlashCommandRemoved(c.AppId, c.Name))]);
        return workspace.Apps.MadeAt(AppId) > 0 ? Decision.Nothing : new AppNotFound(AppId);
    }
}

internal static class AppRules
{
    extension(Workspace workspace)
    {
        public Refusal? RefusesApps(WorkspaceId id, CommandContext context) =>
            workspace.Refuses(id, context) ?? (workspace.RoleOf(context.Actor) < WorkspaceRole.Admin ? new AdminsOnly("manage apps") : null);

        /// <summary>What an app is told and asked, admins decide, and the app's own bot.</summary>
        public Refusal? RefusesWiring(WorkspaceId id, AppId app, CommandContext context)
        {
            if (workspace.Refuses(id, context) is { } refusal) return refusal is WorkspaceNotFound ? new AppNotFound(app) : refusal;
            return workspace.RoleOf(context.Actor) >= WorkspaceRole.Admin || workspace.Apps.OfBot(context.Actor)?.Id == app ? null : new AdminsOnly("manage apps");
        }
    }
}

/// <summary>Also said to those who are not in its workspace.</summary>
public sealed record AppNotFound(AppId Id) : Refusal.NotFound("app.not-found", $"There is no app {Id} that you can see.");

public sealed record ScopeUnknown(string Scope) : Refusal.Invalid("app.unknown-scope", $"There is no scope '{Scope}'. The scopes are {string.Join(", ", AppScopes.All)}.", "scopes");

public sealed record ScopesMissing() : Refusal.Invalid("app.no-scope", $"Name at least one scope of {string.Join(", ", AppScopes.All)}.", "scopes");

public sealed record TooManyApps() : Refusal.Conflict("app.too-many", $"A workspace has at most {Apps.MaxApps} apps; remove one first.");

public sealed record BotOfAnApp(UserId User) : Refusal.Conflict("app.bot", $"{User} is the bot of an app or of a webhook: it comes and goes with that, and stays a member.");
