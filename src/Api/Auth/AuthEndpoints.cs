using EventChat.Adapters.Accounts;
using EventChat.Api.Http;
using EventChat.Api.Users;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Api.Auth;

internal static class AuthEndpoints
{
    public static IEndpointRouteBuilder MapAuth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/auth").WithTags("Auth").AllowAnonymous();
        auth.MapPost("/register", Register).WithSummary("Make an account and sign in").Produces<SignedIn>(201);
        auth.MapPost("/login", Login).WithSummary("Sign in with username or e-mail address, and password").Produces<SignedIn>();
        return routes;
    }

    private static async Task<IResult> Register(RegisterRequest body, HttpContext http, Accounts accounts, Tokens tokens, CancellationToken ct)
    {
        var refusal = Fields.Email(body.Email) ?? Fields.Username(body.Username) ?? Fields.Line(body.DisplayName ?? body.Username, "displayName", 1, 80)
            ?? Fields.Password(body.Password);
        if (refusal is not null) return Problem.Of(refusal);

        var result = await accounts.Register(body.Email!, body.Username!, (body.DisplayName ?? body.Username!).Trim(), body.Password!, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);

        http.Tell(result.Last!.Position);
        var (user, facts) = (result.Last.Stream.Id<UserId>(), (UserRegistered)result.Last.Event);
        return Sized.Created(tokens.SignIn(new(user, facts.Username, facts.DisplayName, facts.Email)), ApiJson.Default.SignedIn);
    }

    private static async Task<IResult> Login(LoginRequest body, Accounts accounts, Tokens tokens, CancellationToken ct)
    {
        if (body.Login is not { Length: >= 1 and <= 254 } login || body.Password is not { Length: >= 1 and <= 200 } password)
            return Problem.Of(new FieldInvalid("login", "Send 'login' (username or e-mail address) and 'password'."));

        return await accounts.SignIn(login, password, ct) is { } user
            ? Sized.Ok(tokens.SignIn(user), ApiJson.Default.SignedIn)
            : new Problem(StatusCodes.Status401Unauthorized, "auth.wrong-credentials", "There is no account with this login and password.");
    }

    private static SignedIn SignIn(this Tokens tokens, UserResource user) =>
        new(user, tokens.Issue(user.Id, SessionId.New()), null, (int)tokens.Life.TotalSeconds);
}

/// <summary>Accounts as the front door needs them: names reserved, password beside the log, and the fact in it.</summary>
internal sealed class Accounts(
    CommandHandler commands, NameRegistry names, AccountTables tables, PasswordHashing passwords)
{
    public const string Usernames = "username", Emails = "email";

    public async Task<CommandResult> Register(string email, string username, string displayName, string password, CancellationToken ct)
    {
        var user = UserId.New();
        var caller = new Caller(user);
        var hash = await passwords.Hash(password, ct);
        if (await names.Take(Usernames, username, user.ToString(), StreamName.For(user), new UsernameTaken(username), caller, ct) is { } taken)
            return CommandResult.Of(taken);
        if (await names.Take(Emails, email, user.ToString(), StreamName.For(user), new EmailTaken(), caller, ct) is { } known)
        {
            await names.Release(Usernames, username, user.ToString(), caller, ct);
            return CommandResult.Of(known);
        }

        await tables.SavePasswordHash(user, hash, ct);
        return await commands.Handle(new RegisterUser(user, username, displayName, email), caller, ct);
    }

    /// <summary>As long for an account that does not exist as for one that does.</summary>
    public async Task<UserResource?> SignIn(string login, string password, CancellationToken ct)
    {
        var owner = await commands.Ask<NameReservation, string?>(
            NameReservation.StreamOf(login.Contains('@', StringComparison.Ordinal) ? Emails : Usernames, login), static (name, _) => name.Owner, ct);
        var known = Id.TryParse<UserId>(owner, out var user);
        if (!await passwords.Verify(password, known ? await tables.FindPasswordHash(user, ct) : null, ct)) return null;

        return await commands.Ask<User, UserResource?>(
            StreamName.For(user), (state, _) => state.Exists ? new(user, state.Username, state.DisplayName, state.Email) : null, ct);
    }
}

public sealed record RegisterRequest(string? Email, string? Username, string? DisplayName, string? Password);

public sealed record LoginRequest(string? Login, string? Password);

/// <param name="ExpiresIn">Life of the access token, in seconds.</param>
public sealed record SignedIn(UserResource User, string AccessToken, string? RefreshToken, int ExpiresIn);
