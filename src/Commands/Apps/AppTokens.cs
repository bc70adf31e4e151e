using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Apps;
using EventChat.Events.Store;

namespace EventChat.Commands.Apps;

/// <param name="Scopes">Null for all that the app has.</param>
/// <param name="ExpiresAt">Null for never.</param>
/// <param name="Replaces">A token that ends when the overlap is over.</param>
/// <param name="Overlap">How long both count.</param>
public sealed record IssueAppToken(
    WorkspaceId WorkspaceId, AppId AppId, AppTokenId TokenId, string TokenHash, IReadOnlyList<string>? Scopes = null, DateTimeOffset? ExpiresAt = null,
    AppTokenId? Replaces = null, TimeSpan Overlap = default) : ICommand<Workspace>
{
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1), LongestOverlap = TimeSpan.FromDays(30);

    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesApps(WorkspaceId, context) is { } refusal) return refusal is WorkspaceNotFound ? new AppNotFound(AppId) : refusal;
        if (workspace.Apps.IssuedAt(TokenId) is > 0 and var version) return Decision.AlreadyDone(version);
        if (workspace.Apps.Find(AppId) is not { } app) return new AppNotFound(AppId);
        if (AppScopes.Unknown(Scopes ?? []) is { } unknown) return new ScopeUnknown(unknown);
        if (Scopes is []) return new ScopesMissing();
        if (AppScopes.Beyond(Scopes ?? [], app.Scopes) is { } beyond) return new ScopeBeyondApp(beyond);
        if (ExpiresAt <= context.Now) return new TokenLifeOver();
        if (app.Tokens.Count(t => t.Counts(context.Now) && (t.Id != Replaces || Overlap > TimeSpan.Zero)) >= Apps.MaxTokens) return new TooManyTokens();
        if (Replaces is not { } id) return Fact(app);
        if (app.Token(id) is not { } old) return new TokenNotFound(id);

        var ends = context.Now + Overlap;
        return old.EndsAt <= ends ? Fact(app) : Decision.Many(Fact(app), new AppTokenReplaced(AppId, id, ends));
    }

    public bool Repeats(DomainEvent first) => first is AppTokenIssued made && made.AppId == AppId && made.TokenHash == TokenHash && made.Replaces == Replaces
        && (Scopes is null || made.Scopes.SequenceEqual(AppScopes.Ordered(Scopes))) && made.ExpiresAt == ExpiresAt?.ToUniversalTime();

    private AppTokenIssued Fact(App app) => new(AppId, TokenId, TokenHash, Scopes is null ? app.Scopes : AppScopes.Ordered(Scopes), ExpiresAt?.ToUniversalTime(), Replaces);
}

/// <summary>From the answer on it counts nowhere; revoking twice changes nothing.</summary>
public sealed record RevokeAppToken(WorkspaceId WorkspaceId, AppId AppId, AppTokenId TokenId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesApps(WorkspaceId, context) is { } refusal) return refusal is WorkspaceNotFound ? new AppNotFound(AppId) : refusal;
        if (workspace.Apps.Find(AppId) is not { } app) return new AppNotFound(AppId);
        if (app.Token(TokenId) is not null) return new AppTokenRevoked(AppId, TokenId);
        return workspace.Apps.IssuedAt(TokenId) > 0 && workspace.Apps.All.All(a => a.Token(TokenId) is null) ? Decision.Nothing : new TokenNotFound(TokenId);
    }
}

public sealed record ScopeBeyondApp(string Scope) : Refusal.Invalid("app.scope-beyond-app", $"The app itself does not have the scope '{Scope}'.", "scopes");

public sealed record TokenLifeOver() : Refusal.Invalid("app.token-life-over", "A token expires after now.", "expiresAt");

public sealed record TooManyTokens() : Refusal.Conflict("app.too-many-tokens", $"This app has {Apps.MaxTokens} tokens that count; revoke one first.");

public sealed record TokenNotFound(AppTokenId Id) : Refusal.NotFound("app.token-not-found", $"This app has no token {Id}.");
