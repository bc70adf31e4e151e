using System.Security.Claims;
using EventChat.Adapters.Accounts;
using EventChat.Api.Http;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Api.Auth;

internal static class SessionEndpoints
{
    public static IEndpointRouteBuilder MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/auth/sessions").WithTags("Auth");
        sessions.MapGet("/", List).WithSummary("Where you are signed in, latest first").Produces<ListOf<SessionResource>>();
        sessions.MapDelete("/{sessionId}", End).WithSummary("End a session; its connections close").Produces(204);
        return routes;
    }

    private static async Task<IResult> List(ClaimsPrincipal user, CommandHandler commands, RefreshTokens tokens, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        var open = await commands.Ask<User, IReadOnlyList<OpenSession>>(StreamName.For(caller.User), static (state, _) => [.. state.Sessions], ct);
        var uses = await tokens.LastUses(open.Select(static s => s.Id), ct);
        return Sized.Ok(
            new ListOf<SessionResource>(
                [.. open.Reverse().Select(s => new SessionResource(
                    s.Id, s.Device, s.Address, s.OpenedAt, uses.GetValueOrDefault(s.Id, s.OpenedAt), s.Id == caller.Session))], null),
            ApiJson.Default.ListOfSessionResource);
    }

    private static async Task<IResult> End(SessionId sessionId, HttpContext http, ClaimsPrincipal user, SignIns signIns, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        var result = await signIns.End(caller.User, sessionId, SessionEnd.Revoked, caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);
        http.Tell(result.Last!.Position);
        return TypedResults.NoContent();
    }
}

/// <param name="LastUsedAt">When its tokens were last refreshed, so at most the life of an access token ago while it is in use.</param>
/// <param name="Current">The session that asks.</param>
public sealed record SessionResource(SessionId Id, string Device, string Address, DateTimeOffset OpenedAt, DateTimeOffset LastUsedAt, bool Current);
