using System.Collections.Concurrent;
using System.Globalization;
using EventChat.Adapters.Accounts;
using EventChat.Events;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EventChat.Api.Auth;

/// <summary>How access tokens (RFC 9068 in spirit: JWT, HS256) are signed and checked. The keys are kept beside the log and rotate without signing anybody out.</summary>
internal sealed class Tokens(SigningKeys keys, Sessions sessions, IOptions<AuthOptions> options, TimeProvider clock)
{
    public const string Issuer = "eventchat";
    private const int MaxKept = 100_000;
    private static readonly TimeSpan ReloadAtMostEvery = TimeSpan.FromSeconds(1);
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly ConcurrentDictionary<string, Member> kept = new(StringComparer.Ordinal);
    private SigningCredentials? credentials;
    private TokenValidationParameters validation = new();
    private long? askedAt;

    public TimeSpan Life { get; } = TimeSpan.FromMinutes(options.Value.AccessTokenMinutes);

    /// <summary>Makes a new key where it is time for one, and learns the keys of all nodes.</summary>
    public async Task Load(CancellationToken ct)
    {
        await keys.Rotate(TimeSpan.FromDays(options.Value.SigningKeyDays), ct);
        await Reload(ct);
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

    /// <summary>A token whose signature was checked before is not checked again until it expires or its session ends. Null for any other.</summary>
    public Member? Known(string token) =>
        kept.TryGetValue(token, out var member) && !member.Lease.IsOver && member.Expires > clock.GetUtcNow() ? member : null;

    /// <returns>Null for a token that is not one of this server's, or not at this time, or of a session that has ended.</returns>
    public async ValueTask<Member?> Check(string token, CancellationToken ct)
    {
        var result = await handler.ValidateTokenAsync(token, validation);
        if (result.Exception is SecurityTokenInvalidSignatureException && await IsWorthReloading(ct)) result = await handler.ValidateTokenAsync(token, validation);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt || !Id.TryParse<UserId>(jwt.Subject, out var user)
            || !jwt.TryGetPayloadValue(JwtRegisteredClaimNames.Sid, out string text) || !Id.TryParse<SessionId>(text, out var session)
            || await sessions.Find(user, session, ct) is not { } lease) return null;

        if (kept.Count > MaxKept) kept.Clear();
        return kept[token] = new(user, session, lease, new(jwt.ValidTo, TimeSpan.Zero));
    }

    /// <summary>Whether somebody whose token was checked before is still signed in.</summary>
    public async ValueTask<bool> IsOpen(Member member, CancellationToken ct) =>
        member.Expires > clock.GetUtcNow() && (!member.Lease.IsOver || await sessions.Find(member.Caller.User, member.Session, ct) is not null);

    /// <summary>Another node may have made a key; a stranger who makes keys up does not make the server ask for each.</summary>
    private async ValueTask<bool> IsWorthReloading(CancellationToken ct)
    {
        if (askedAt is { } last && clock.GetElapsedTime(last) < ReloadAtMostEvery) return false;
        askedAt = clock.GetTimestamp();
        await Reload(ct);
        return true;
    }

    private async Task Reload(CancellationToken ct)
    {
        var all = (await keys.Read(ct)).Select(static k => new SymmetricSecurityKey(k.Secret) { KeyId = k.Id.ToString(CultureInfo.InvariantCulture) }).ToList();
        validation = new()
        {
            ValidIssuer = Issuer, ValidAudience = Issuer, ClockSkew = TimeSpan.Zero, ValidAlgorithms = [SecurityAlgorithms.HmacSha256], IssuerSigningKeys = all,
            TryAllIssuerSigningKeys = false,
        };
        credentials = new(all[0], SecurityAlgorithms.HmacSha256);
    }
}

/// <summary>Looks every hour whether it is time for a new key.</summary>
internal sealed class KeyRotation(Tokens tokens, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        try
        {
            while (await hourly.WaitForNextTickAsync(stoppingToken))
            {
                try { await tokens.Load(stoppingToken); }
                catch (Npgsql.NpgsqlException) { }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }
}
