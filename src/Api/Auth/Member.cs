using System.Security.Claims;
using EventChat.Commands.Handling;
using EventChat.Events;
using Microsoft.IdentityModel.JsonWebTokens;

namespace EventChat.Api.Auth;

/// <summary>Somebody who has signed in, as the access token says.</summary>
internal sealed class Member(UserId user, SessionId session, SessionLease lease, DateTimeOffset expires) : ClaimsPrincipal(new ClaimsIdentity(
    [new(JwtRegisteredClaimNames.Sub, user.ToString()), new(JwtRegisteredClaimNames.Sid, session.ToString())], "Bearer", JwtRegisteredClaimNames.Sub, null))
{
    public Caller Caller { get; } = new(user, session);
    public SessionId Session => session;
    public SessionLease Lease => lease;
    public DateTimeOffset Expires => expires;
}
