using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Api.Auth;

internal static class AuthEndpoints
{
    public static IEndpointRouteBuilder MapAuth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/auth").WithTags("Auth");
        auth.MapPost("/register", Register).AllowAnonymous().WithSummary("Make an account and sign in").Limited(RateKind.SignIn).Repeatable().Refuses(409)
            .Produces<SignedIn>(201);
        auth.MapPost("/login", Login).AllowAnonymous().WithSummary("Sign in with username or e-mail address, and password").Limited(RateKind.SignIn).Refuses(401)
            .Produces<SignedIn>();
        auth.MapPost("/refresh", Refresh).AllowAnonymous().WithSummary("Take a refresh token for new tokens; each counts once").Limited(RateKind.Refreshes).AppendsNothing().Refuses(401).Produces<SignedIn>();
        auth.MapPost("/logout", Logout).WithSummary("Sign out: this session ends").Produces(204);
        auth.MapPost("/password", ChangePassword).WithSummary("Change the password; all other sessions end").Limited(RateKind.SignIn).Refuses(403).Produces(204);
        return routes;
    }

    private static async Task<IResult> Register(
        RegisterRequest body, HttpContext http, AccountBudget budget, Accounts accounts, SignIns signIns, CancellationToken ct)
    {
        var key = Idempotency.Key(http);
        var refusal = Idempotency.Refuses(key) ?? Fields.Email(body.Email) ?? Fields.Username(body.Username) ?? Fields.Line(body.DisplayName ?? body.Username, "displayName", 1, 80)
            ?? Fields.Password(body.Password);
        if (refusal is not null) return Problem.Of(refusal);

        // A repeat is an attempt to sign in.
        if (key is not null && await budget.Refuses(await accounts.Find(body.Email!, ct), http, ct) is { } exceeded) return exceeded;
        var result = await accounts.Register(body.Email!, body.Username!, Fields.Name(body.DisplayName ?? body.Username!), body.Password!, key, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);

        var (user, facts) = (result.Last!.Stream.Id<UserId>(), (UserRegistered)result.Last.Event);
        var (answer, opened) = await signIns.Open(new(user, facts.Username, facts.DisplayName, facts.Email), http, ct);
        if (answer is null) return Problem.Of(opened.Refusal!);

        http.Tell(opened.Last!.Position);
        return Sized.Created(answer, ApiJson.Default.SignedIn);
    }

    private static async Task<IResult> Login(LoginRequest body, HttpContext http, AccountBudget budget, Accounts accounts, SignIns signIns, CancellationToken ct)
    {
        if (body.Login is not { Length: >= 1 and <= 254 } login || body.Password is not { Length: >= 1 and <= 200 } password)
            return Problem.Of(new FieldInvalid("login", "Send 'login' (username or e-mail address) and 'password'."));
        var account = await accounts.Find(login, ct);
        if (await budget.Refuses(account, http, ct) is { } exceeded) return exceeded;
        if (await accounts.SignIn(account, password, ct) is not { } user)
            return new Problem(StatusCodes.Status401Unauthorized, "auth.wrong-credentials", "There is no account with this login and password.");

        var (answer, opened) = await signIns.Open(user, http, ct);
        if (answer is null) return Problem.Of(opened.Refusal!);
        http.Tell(opened.Last!.Position);
        return Sized.Ok(answer, ApiJson.Default.SignedIn);
    }

    private static async Task<IResult> Refresh(RefreshRequest body, SignIns signIns, CancellationToken ct) =>
        body.RefreshToken is { Length: > 0 and <= 200 } token && await signIns.Refresh(token, ct) is { } answer
            ? Sized.Ok(answer, ApiJson.Default.SignedIn)
            : new Problem(StatusCodes.Status401Unauthorized, "auth.refresh-refused", "This refresh token does not count, or not any more; sign in again.");

    private static async Task<IResult> Logout(HttpContext http, ClaimsPrincipal user, SignIns signIns, IEventStore store, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        var result = await signIns.End(caller.User, caller.Session!.Value, SessionEnd.SignedOut, caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ChangePassword(
        ChangePasswordRequest body, HttpContext http, ClaimsPrincipal user, Accounts accounts, SignIns signIns, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        if (Fields.Password(body.NewPassword) is { } refusal) return Problem.Of(refusal);
        if (body.CurrentPassword is not { Length: >= 1 and <= 200 } current || !await accounts.Knows(caller.User, current, ct)) return WrongPassword();

        var result = await accounts.ChangePassword(body.NewPassword!, caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);
        foreach (var e in result.Events)
            if (e.Event is SessionEnded ended) await signIns.Close(ended.SessionId, ct);
        http.Tell(result.Last!.Position);
        return TypedResults.NoContent();
    }

    /// <summary>403, not 401: the token is right, and a client that signs out on 401 would lose the session over a slip of the finger.</summary>
    internal static Problem WrongPassword() => new(StatusCodes.Status403Forbidden, "auth.wrong-password", "This is not your current password.");
}

public sealed record RegisterRequest(string? Email, string? Username, string? DisplayName, string? Password);

public sealed record LoginRequest(string? Login, string? Password);

public sealed record RefreshRequest(string? RefreshToken);

public sealed record ChangePasswordRequest(string? CurrentPassword, string? NewPassword);

/// <param name="RefreshToken">Counts once, within 30 days; keep the newest.</param>
/// <param name="ExpiresIn">Life of the access token, in seconds.</param>
public sealed record SignedIn(UserResource User, string AccessToken, string RefreshToken, int ExpiresIn);
