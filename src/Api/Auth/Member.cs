using System.Security.Claims;
using EventChat.Commands.Handling;
using EventChat.Events;
using Microsoft.IdentityModel.JsonWebTokens;

namespace EventChat.Api.Auth;

/// <summary>Somebody who has signed in, as the access token says.</summary>
internal sealed class Member(UserId user, SessionId? session, DateTimeOffset expires) : ClaimsPrincipal(new ClaimsIdentity(
    [new(JwtRegisteredClaimNames.Sub, user.ToString())], "Bearer", JwtRegisteredClaimNames.Sub, null))
{
    public Caller Caller { get; } = new(user, session);
    public DateTimeOffset Expires => expires;
}
