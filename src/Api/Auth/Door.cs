using EventChat.Api.Http;
using EventChat.Realtime;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;

namespace EventChat.Api.Auth;

/// <summary>Marks what only those who have signed in may reach; <c>AllowAnonymous</c> takes it back.</summary>
internal sealed record MembersOnly;

/// <summary>
/// Lets in who brings a valid access token, and tells the endpoints who it is. In place of the framework's authentication and authorization, which for this
/// one question make many objects a request and took about a tenth of all processor time. Whether a token is valid is the library's judgement.
/// </summary>
internal sealed class Door(RequestDelegate next, Tokens tokens, AppDoor apps)
{
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext http)
    {
        if (!IsClosed(http.GetEndpoint())) return next(http);
        if (http.User is Member inside) return Again(http, inside);
        if (TokenOf(http.Request) is not { } token) return Refuse(http);
        return tokens.Known(token) is { } member ? Enter(http, member) : Check(http, token);
    }

    private static bool IsClosed(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<MembersOnly>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

    /// <summary>Browsers cannot set a header on a WebSocket, so SignalR sends the token in the query, for the hub alone.</summary>
    private static string? TokenOf(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return header[Scheme.Length..].Trim();
        return IsHub(request) && request.Query.TryGetValue("access_token", out var token) ? token.ToString() : null;
    }

    private static bool IsHub(HttpRequest request) => request.Path.StartsWithSegments(RealtimeRegistration.HubPath, StringComparison.Ordinal);

    /// <summary>Who calls over a connection showed a token when it was opened; its session may have ended since.</summary>
    private async Task Again(HttpContext http, Member member) => await (await tokens.IsOpen(member, http.RequestAborted) ? next(http) : Refuse(http));

    private async Task Check(HttpContext http, string token)
    {
        var isApp = AppDoor.IsToken(token);
        if (await (isApp ? apps.Check(token, http.RequestAborted) : tokens.Check(token, http.RequestAborted)) is not { } member) await Refuse(http);
        else if (isApp && AppDoor.Refuses(http.GetEndpoint(), member) is { } refusal) await refusal.ExecuteAsync(http);
        else await Enter(http, member);
    }

    private Task Enter(HttpContext http, Member member)
    {
        http.User = member;
        // SignalR closes the connection at this time.
        if (IsHub(http.Request))
            http.Features.Set<IAuthenticateResultFeature>(
                new Lease(AuthenticateResult.Success(new(member, new AuthenticationProperties { ExpiresUtc = member.Expires }, Scheme.Trim()))));
        return next(http);
    }

    private static Task Refuse(HttpContext http)
    {
        http.Response.Headers[HeaderNames.WWWAuthenticate] = Scheme.Trim();
        return Problem.Of(StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }

    private sealed class Lease(AuthenticateResult result) : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; } = result;
    }
}
