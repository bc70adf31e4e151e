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
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private SigningCredentials? credentials;

    public TimeSpan Life { get; } = TimeSpan.FromMinutes(options.Value.AccessTokenMinutes);

    public TokenValidationParameters Validation { get; } = new()
    {
        ValidIssuer = Issuer, ValidAudience = Issuer, ClockSkew = TimeSpan.Zero, NameClaimType = JwtRegisteredClaimNames.Sub,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
    };

    public void Use(byte[] key)
    {
        credentials = new(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256);
        Validation.IssuerSigningKey = credentials.Key;
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
}

/// <summary>A token whose signature was checked once is not checked again until it expires. Whether its session still stands is asked elsewhere.</summary>
internal sealed class CachingTokenHandler(TimeProvider clock) : TokenHandler
{
    private const int MaxKept = 100_000;
    private readonly JsonWebTokenHandler inner = new() { MapInboundClaims = false };
    private readonly ConcurrentDictionary<string, TokenValidationResult> kept = new(StringComparer.Ordinal);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (kept.TryGetValue(token, out var known) && known.SecurityToken.ValidTo > clock.GetUtcNow().UtcDateTime) return known;
        var result = await inner.ValidateTokenAsync(token, validationParameters);
        if (!result.IsValid) return result;
        if (kept.Count > MaxKept) kept.Clear();
        return kept[token] = result;
    }

    public override Task<TokenValidationResult> ValidateTokenAsync(SecurityToken token, TokenValidationParameters validationParameters) =>
        inner.ValidateTokenAsync(token, validationParameters);

    public override SecurityToken ReadToken(string token) => inner.ReadToken(token);
}
