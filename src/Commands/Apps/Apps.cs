using EventChat.Events;
using EventChat.Events.Apps;

namespace EventChat.Commands.Apps;

/// <summary>The apps of one workspace, as part of its state: whether a token counts is decided where it is decided who is in.</summary>
public sealed class Apps
{
    /// <summary>Apps of one workspace, and tokens of one app that count at a time.</summary>
    public const int MaxApps = 100, MaxTokens = 10;

    /// <summary>What has ended is listed a while longer, until another is issued.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private readonly Dictionary<AppId, App> byId = [];
    private readonly Dictionary<string, AppToken> byHash = [];
    private readonly Dictionary<UserId, App> byBot = [];
    private readonly Dictionary<AppTokenId, long> issued = [];

    public long Bytes => byId.Count * 400L + byHash.Count * 400L + issued.Count * 40L;

    /// <summary>In the order in which they were made.</summary>
    public IEnumerable<App> All => byId.Values.Where(static a => !a.IsRemoved).OrderBy(static a => a.Version);
    public int Count => byId.Values.Count(static a => !a.IsRemoved);

    /// <summary>Null where there is none, or none any more.</summary>
    public App? Find(AppId id) => byId.TryGetValue(id, out var app) && !app.IsRemoved ? app : null;

    /// <summary>The app that a bot acts for, or did; null for people.</summary>
    public App? OfBot(UserId bot) => byBot.GetValueOrDefault(bot);

    /// <summary>The token that counts now; null for every other.</summary>
    public AppToken? Find(string tokenHash, DateTimeOffset now) => byHash.TryGetValue(tokenHash, out var token) && token.Counts(now) ? token : null;

    /// <summary>Version of the event that made it; 0 where there never was one.</summary>
    public long MadeAt(AppId id) => byId.TryGetValue(id, out var app) ? app.Version : 0;

    /// <summary>Version of the event that issued it; 0 where none did.</summary>
    public long IssuedAt(AppTokenId id) => issued.GetValueOrDefault(id);

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case AppCreated e: byBot[e.BotUserId] = byId[e.AppId] = new(e, actor, version, at); break;
            case AppTokenIssued e when byId.TryGetValue(e.AppId, out var app):
                Forget(app, app.Tokens.Where(t => t.EndsAt + Remembered < at));
                app.Tokens.Add(byHash[e.TokenHash] = new(app, e, at));
                issued[e.TokenId] = version;
                break;
            case AppTokenReplaced e when byId.TryGetValue(e.AppId, out var app):
                if (app.Token(e.TokenId) is { } old) old.EndsAt = e.EndsAt;
                break;
            case AppTokenRevoked e when byId.TryGetValue(e.AppId, out var app): Forget(app, app.Tokens.Where(t => t.Id == e.TokenId)); break;
            case AppRemoved e when byId.TryGetValue(e.AppId, out var app):
                Forget(app, app.Tokens);
                app.IsRemoved = true;
                break;
        }
    }

    private void Forget(App app, IEnumerable<AppToken> tokens)
    {
        foreach (var token in tokens.ToList())
        {
            byHash.Remove(token.Hash);
            app.Tokens.Remove(token);
        }
    }
}

/// <param name="version">Of the workspace's event that made it.</param>
public sealed class App(AppCreated facts, UserId by, long version, DateTimeOffset at)
{
    public AppId Id => facts.AppId;
    public UserId BotUserId => facts.BotUserId;
    public string Name => facts.Name;
    public IReadOnlyList<string> Scopes => facts.Scopes;
    public UserId CreatedBy => by;
    public DateTimeOffset CreatedAt => at;
    public long Version => version;
    public bool IsRemoved { get; internal set; }

    /// <summary>Those that were not revoked; some may have ended.</summary>
    public List<AppToken> Tokens { get; } = [];

    public AppToken? Token(AppTokenId id) => Tokens.Find(t => t.Id == id);
}

public sealed class AppToken(App app, AppTokenIssued facts, DateTimeOffset at)
{
    public App App => app;
    public AppTokenId Id => facts.TokenId;
    public string Hash => facts.TokenHash;
    public IReadOnlyList<string> Scopes => facts.Scopes;
    public DateTimeOffset IssuedAt => at;

    /// <summary>Null where it counts until it is revoked.</summary>
    public DateTimeOffset? EndsAt { get; internal set; } = facts.ExpiresAt;

    public bool Counts(DateTimeOffset now) => !(EndsAt <= now);
}
