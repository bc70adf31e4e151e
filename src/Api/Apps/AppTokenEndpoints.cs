using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Workspaces;
using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Apps;

internal static class AppTokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder apps)
    {
        apps.MapPost("/apps/{appId}/tokens", Issue).WithSummary("Issue a token, as an admin; it is told this once. It may take the place of another, with an overlap").Limited(RateKind.Webhooks).Repeatable()
            .Produces<AppTokenResource>(201);
        apps.MapDelete("/apps/{appId}/tokens/{tokenId}", Revoke).WithSummary("Revoke a token, as an admin: it counts nowhere from the answer on").Produces(204);
    }

    private static async Task<IResult> Issue(
        AppId appId, IssueAppTokenRequest body, HttpContext http, ClaimsPrincipal user, Bots bots, WorkspaceCodes codes, AppDoor door, CommandHandler commands, CancellationToken ct)
    {
        var (key, caller, overlap) = (Idempotency.Key(http), Callers.Of(user), body.OverlapMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : IssueAppToken.DefaultOverlap);
        if (Idempotency.Refuses(key) is { } malformed) return Problem.Of(malformed);
        if (overlap < TimeSpan.Zero || overlap > IssueAppToken.LongestOverlap)
            return Problem.Of(new FieldInvalid("overlapMinutes", $"'overlapMinutes' is 0 to {IssueAppToken.LongestOverlap.TotalMinutes}."));
        if (await bots.HomeOf(appId, ct) is not { } workspace) return Problem.Of(new AppNotFound(appId));

        var code = await codes.Draw(WorkspaceCodes.AppTokens, workspace, caller.User, key is null ? null : $"{appId}{key}", ct);
        var id = Idempotency.IdFor(key, 'B', caller.User, $"tokens of {appId}", AppTokenId.New);
        var result = await commands.Handle(
            new IssueAppToken(workspace, appId, id, WorkspaceCode.Hash(code), body.Scopes, body.ExpiresAt, body.Replaces, overlap), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(result.Last!.Position);
        var told = await door.Seal(code, ct);
        var issued = await commands.Ask<Workspace, AppTokenResource?>(
            StreamName.For(workspace), (w, _) => w.Apps.Find(appId)?.Token(id) is { } token ? AppTokenResource.Of(token, told) : null, ct);
        return issued is null ? Problem.Of(new TokenNotFound(id)) : Sized.Created(issued, ApiJson.Default.AppTokenResource);
    }

    private static async Task<IResult> Revoke(
        AppId appId, AppTokenId tokenId, HttpContext http, ClaimsPrincipal user, Bots bots, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        if (await bots.HomeOf(appId, ct) is not { } workspace) return Problem.Of(new AppNotFound(appId));
        var result = await commands.Handle(new RevokeAppToken(workspace, appId, tokenId), Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return TypedResults.NoContent();
    }
}

/// <param name="Scopes">Of the app's; left out, all of them.</param>
/// <param name="ExpiresAt">Left out, it counts until it is revoked.</param>
/// <param name="Replaces">A token of the app whose place it takes.</param>
/// <param name="OverlapMinutes">How long the one that is replaced still counts: 0 to 43,200, a day where it is left out.</param>
public sealed record IssueAppTokenRequest(IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt, AppTokenId? Replaces, int? OverlapMinutes);

/// <param name="Token">Send it as <c>Authorization: Bearer …</c>. Only where it has just been issued.</param>
/// <param name="EndsAt">Null where it counts until it is revoked.</param>
public sealed record AppTokenResource(AppTokenId Id, string? Token, IReadOnlyList<string> Scopes, DateTimeOffset IssuedAt, DateTimeOffset? EndsAt)
{
    internal static AppTokenResource Of(AppToken token, string? secret) => new(token.Id, secret, token.Scopes, token.IssuedAt, token.EndsAt);
}
