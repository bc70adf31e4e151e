using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using EventChat.Adapters.Accounts;
using EventChat.Api.Http;
using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events.Store;

namespace EventChat.Api.Auth;

/// <summary>Marks what a bot may reach, and what its token has to be good for; where nothing says so, apps are turned away.</summary>
internal sealed record ForApps(params IReadOnlyList<string> Scopes);

/// <summary>
/// Judges the tokens of apps. A token says which workspace to ask, and the state at the head of its stream says whether it counts, so one that was revoked is refused
/// with the next request, on every node.
/// </summary>
internal sealed class AppDoor(CommandHandler commands, ServerSecrets secrets, TimeProvider clock)
{
    private const string Purpose = "app token seals";
    private const int SealBytes = 6, SealLength = 8;

    /// <summary>So that a token is known for what it is wherever it turns up.</summary>
    public const string Prefix = "ecb_";

    public static bool IsToken(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A code as it is given away: with a seal, so that what somebody made up is refused without asking the log for a workspace of their choice.</summary>
    public async ValueTask<string> Seal(string code, CancellationToken ct) =>
        $"{Prefix}{code}{Base64Url.EncodeToString((await secrets.Sign(Purpose, code, ct)).AsSpan(0, SealBytes))}";

    /// <returns>Null for a token that does not count, or not any more.</returns>
    public async ValueTask<Member?> Check(string token, CancellationToken ct)
    {
        if (token.Length < Prefix.Length + SealLength) return null;
        var code = token[Prefix.Length..^SealLength];
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(await Seal(code, ct)), Encoding.UTF8.GetBytes(token))) return null;
        var (workspace, hash) = WorkspaceCode.Read(code);
        return await commands.Ask<Workspace, Member?>(
            StreamName.For(workspace),
            (w, _) => w.Apps.Find(hash, clock.GetUtcNow()) is { } found && !w.IsDeleted && w.RoleOf(found.App.BotUserId) is not null ? new(found.App.BotUserId, found.Scopes) : null, ct);
    }

    /// <returns>Why the bot may not come in here; null where it may.</returns>
    public static Problem? Refuses(Endpoint? endpoint, Member bot) => endpoint?.Metadata.GetMetadata<ForApps>() is not { } asked
        ? new(StatusCodes.Status403Forbidden, "app.not-for-apps", "This is for people; an app's token does not open it.")
        : asked.Scopes.FirstOrDefault(scope => !bot.Scopes!.Contains(scope)) is { } missing
            ? new(StatusCodes.Status403Forbidden, "app.scope-missing", $"This token does not have the scope '{missing}'.")
        : null;
}

internal static class AppDoorExtensions
{
    extension<TBuilder>(TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        /// <param name="scopes">Of <see cref="AppScopes"/>; all of them are needed.</param>
        public TBuilder ForApps(params string[] scopes) => endpoint.WithMetadata(new ForApps(scopes));
    }
}
