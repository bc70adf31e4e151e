using EventChat.Adapters.Accounts;
using EventChat.Api.Users;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Api.Auth;

/// <summary>Sessions from their first token to their last.</summary>
internal sealed class SignIns(CommandHandler commands, RefreshTokens refreshTokens, Tokens tokens, Sessions sessions, TimeProvider clock)
{
    private const int MaxDevice = 200;

    public async Task<(SignedIn? Answer, CommandResult Result)> Open(UserResource user, HttpContext http, CancellationToken ct)
    {
        var session = SessionId.New();
        var result = await commands.Handle(new OpenNewSession(user.Id, session, Device(http), Address(http)), new(user.Id, session), ct);
        if (result.Refusal is not null) return (null, result);

        foreach (var e in result.Events)
            if (e.Event is SessionEnded superseded) await Close(superseded.SessionId, ct);
        return (Answer(user, session, await refreshTokens.Issue(user.Id, session, ct)), result);
    }

    /// <returns>Null for a token that does not count. One that was used before ends its session.</returns>
    public async Task<SignedIn?> Refresh(string token, CancellationToken ct)
    {
        var exchange = await refreshTokens.Exchange(token, ct);
        if (exchange.Session is not { } session) return null;
        if (exchange.Token is null)
        {
            await End(exchange.User, session, SessionEnd.TokenReused, new(exchange.User, session), ct);
            return null;
        }

        var user = await commands.Ask<User, UserResource?>(
            StreamName.For(exchange.User),
            (state, _) => state.HasSession(session) ? UserResource.Of(exchange.User, state, withEmail: true, clock.GetUtcNow()) : null, ct);
        return user is null ? null : Answer(user, session, exchange.Token);
    }

    public async Task<CommandResult> End(UserId user, SessionId session, SessionEnd reason, Caller caller, CancellationToken ct)
    {
        var result = await commands.Handle(new EndSession(user, session, reason), caller, ct);
        if (result.Refusal is null) await Close(session, ct);
        return result;
    }

    /// <summary>This node need not wait to hear what it has just recorded.</summary>
    public Task Close(SessionId session, CancellationToken ct)
    {
        sessions.Forget(session);
        return refreshTokens.Forget(session, ct);
    }

    private SignedIn Answer(UserResource user, SessionId session, string refreshToken) =>
        new(user, tokens.Issue(user.Id, session), refreshToken, (int)tokens.Life.TotalSeconds);

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    private static string Device(HttpContext http)
    {
        var device = http.Request.Headers.UserAgent.ToString();
        return new([.. device.Where(static c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(MaxDevice)]);
    }
}
