using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using EventChat.Events;
using Npgsql;

namespace EventChat.Adapters.Accounts;

/// <summary>
/// Refresh tokens: 256 random bits, of which the SHA-256 is kept. Each counts once and brings the next; one that comes again was copied (RFC 9700, 4.14.2).
/// </summary>
public sealed class RefreshTokens(NpgsqlDataSource postgres, TimeProvider clock)
{
    /// <summary>How long a session lasts that nobody uses.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    /// <summary>The first token of a session.</summary>
    public async Task<string> Issue(UserId user, SessionId session, CancellationToken ct)
    {
        var token = NewToken();
        await using var insert = Command("insert into refresh_tokens values ($1, $2, $3, $4, $5)", Hash(token), session.ToString(), user.ToString(), Now, Now + Life);
        await insert.ExecuteNonQueryAsync(ct);
        return token;
    }

    /// <summary>Takes a token for the next one; of two at once one gets it.</summary>
    public async Task<Exchange> Exchange(string token, CancellationToken ct)
    {
        var next = NewToken();
        await using var spend = Command("""
            with spent as (
                update refresh_tokens set used_at = $2 where hash = $1 and used_at is null and expires_at > $2 returning session_id, user_id),
            made as (insert into refresh_tokens select $3, session_id, user_id, $2, $4 from spent)
            select session_id, user_id from spent
            """, Hash(token), Now, Hash(next), Now + Life);
        if (await Read(spend, ct) is { } spent) return new(spent.Session, spent.User, next);

        await using var known = Command("select session_id, user_id from refresh_tokens where hash = $1 and used_at is not null", Hash(token));
        return await Read(known, ct) is { } reused ? new(reused.Session, reused.User, null) : default;
    }

    /// <summary>When each of these sessions was last refreshed.</summary>
    public async Task<Dictionary<SessionId, DateTimeOffset>> LastUses(IEnumerable<SessionId> sessions, CancellationToken ct)
    {
        await using var select = Command(
            "select session_id, max(issued_at) from refresh_tokens where session_id = any($1) group by 1", [sessions.Select(static s => s.ToString()).ToArray()]);
        Dictionary<SessionId, DateTimeOffset> uses = [];
        await using var row = await select.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) uses.Add(Id.Parse<SessionId>(row.GetString(0)), new(row.GetDateTime(1)));
        return uses;
    }

    /// <summary>Those of a session that has ended, and those of anybody that nobody used in time.</summary>
    public async Task Forget(SessionId session, CancellationToken ct)
    {
        await using var delete = Command("delete from refresh_tokens where session_id = $1 or expires_at < $2", session.ToString(), Now);
        await delete.ExecuteNonQueryAsync(ct);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static async Task<(SessionId Session, UserId User)?> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (Id.Parse<SessionId>(row.GetString(0)), Id.Parse<UserId>(row.GetString(1))) : null;
    }

    private NpgsqlCommand Command(string sql, params IEnumerable<object> values)
    {
        var command = postgres.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}

/// <param name="Session">Null for a token that nobody knows.</param>
/// <param name="Token">The next one; null where this one had been used before.</param>
public readonly record struct Exchange(SessionId? Session, UserId User, string? Token);
