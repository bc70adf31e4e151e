using EventChat.Api.Http;
using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events.Store;

namespace EventChat.Api.Auth;

/// <summary>Marks what a bot may reach, and what its token has to be good for; where nothing says so, apps are turned away.</summary>
internal sealed record ForApps(string Scope);

/// <summary>
/// Judges the tokens of apps. A token says which workspace to ask, and the state at the head of its stream says whether it counts, so one that was revoked is refused
/// with the next request, on every node.
/// </summary>
internal sealed class AppDoor(CommandHandler commands, TimeProvider clock)
{
    /// <summary>So that a token is known for what it is wherever it turns up.</summary>
    public const string Prefix = "ecb_";

    public static bool IsToken(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <returns>Null for a token that does not count, or not any more.</returns>
    public async ValueTask<Member?> Check(string token, CancellationToken ct)
    {
        var (workspace, hash) = WorkspaceCode.Read(token[Prefix.Length..]);
        if (workspace == default) return null;
        return await commands.Ask<Workspace, Member?>(
            StreamName.For(workspace), (w, _) => w.Apps.Find(hash, clock.GetUtcNow()) is { } found ? new(found.App.BotUserId, found.Scopes) : null, ct);
    }

    /// <returns>Why the bot may not come in here; null where it may.</returns>
    public static Problem? Refuses(Endpoint? endpoint, Member bot) => endpoint?.Metadata.GetMetadata<ForApps>() is not { } asked
        ? new(StatusCodes.Status403Forbidden, "app.not-for-apps", "This is for people; an app's token does not open it.")
        : bot.Scopes!.Contains(asked.Scope) ? null
        : new(StatusCodes.Status403Forbidden, "app.scope-missing", $"This token does not have the scope '{asked.Scope}'.");
}

internal static class AppDoorExtensions
{
    extension<TBuilder>(TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        /// <param name="scope">One of <see cref="AppScopes"/>.</param>
        public TBuilder ForApps(string scope) => endpoint.WithMetadata(new ForApps(scope));
    }
}
