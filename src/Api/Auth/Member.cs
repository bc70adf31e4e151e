using System.Security.Claims;
using EventChat.Commands.Handling;
using EventChat.Events;
using Microsoft.IdentityModel.JsonWebTokens;

namespace EventChat.Api.Auth;

/// <summary>Somebody who has shown a token: a person, or the bot of an app.</summary>
internal sealed class Member : ClaimsPrincipal
{
    public Member(UserId user, SessionId session, SessionLease lease, DateTimeOffset expires) : base(Of(
        new(JwtRegisteredClaimNames.Sub, user.ToString()), new(JwtRegisteredClaimNames.Sid, session.ToString()))) =>
        (Caller, Lease, Expires) = (new(user, session), lease, expires);

    /// <summary>A bot, for one request.</summary>
    public Member(UserId bot, IReadOnlyCollection<string> scopes) : base(Of(new Claim(JwtRegisteredClaimNames.Sub, bot.ToString()))) =>
        (Caller, Lease, Scopes) = (new(bot), new(), scopes);

    public Caller Caller { get; }

    /// <summary>Of a person; bots have none.</summary>
    public SessionId Session => Caller.Session!.Value;
    public SessionLease Lease { get; }
    public DateTimeOffset Expires { get; }

    /// <summary>What the app's token may do; null for people, who may do whatever their role may.</summary>
    public IReadOnlyCollection<string>? Scopes { get; }

    private static ClaimsIdentity Of(params IEnumerable<Claim> claims) => new(claims, "Bearer", JwtRegisteredClaimNames.Sub, null);
}
