using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using EventChat.Events;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EventChat.Api.Auth;

public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Life of an access token, in minutes.</summary>
    [Range(1, 44_640)] public int AccessTokenMinutes { get; init; } = 720;
}

[OptionsValidator]
internal sealed partial class AuthOptionsValidator : IValidateOptions<AuthOptions>;

/// <summary>How access tokens (RFC 9068 in spirit: JWT, HS256) are signed and checked. The key is made by the first node and kept beside the log.</summary>
internal sealed class Tokens(IOptions<AuthOptions> options, TimeProvider clock)
{
    public const string Issuer = "eventchat";
    private const int MaxKept = 100_000;
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly ConcurrentDictionary<string, Member> kept = new(StringComparer.Ordinal);
    private readonly TokenValidationParameters validation = new()
    {
        ValidIssuer = Issuer, ValidAudience = Issuer, ClockSkew = TimeSpan.Zero, ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
    };
    private SigningCredentials? credentials;

    public TimeSpan Life { get; } = TimeSpan.FromMinutes(options.Value.AccessTokenMinutes);

    public void Use(byte[] key)
    {
        credentials = new(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256);
        validation.IssuerSigningKey = credentials.Key;
    }

    public string Issue(UserId user, SessionId session)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = Issuer, IssuedAt = now, NotBefore = now, Expires = now + Life, SigningCredentials = credentials,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [JwtRegisteredClaimNames.Sub] = user.ToString(), [JwtRegisteredClaimNames.Sid] = session.ToString(),
            },
        });
    }

    /// <summary>A token whose signature was checked before is not checked again until it expires. Null for any other.</summary>
    public Member? Known(string token) => kept.TryGetValue(token, out var member) && member.Expires > clock.GetUtcNow() ? member : null;

    /// <returns>Null for a token that is not one of this server's, or not at this time.</returns>
    public async ValueTask<Member?> Check(string token)
    {
        var result = await handler.ValidateTokenAsync(token, validation);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || !Id.TryParse<UserId>(jwt.Subject, out var user)) return null;

        SessionId? session = jwt.TryGetPayloadValue(JwtRegisteredClaimNames.Sid, out string text) && Id.TryParse<SessionId>(text, out var id) ? id : null;
        if (kept.Count > MaxKept) kept.Clear();
        return kept[token] = new(user, session, new(jwt.ValidTo, TimeSpan.Zero));
    }
}
