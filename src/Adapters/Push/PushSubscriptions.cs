using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using EventChat.Events;
using Npgsql;

namespace EventChat.Adapters.Push;

/// <summary>Where a browser of somebody is reached. The address and the keys are secrets of that browser: beside the log, never in it.</summary>
/// <param name="Id">Made of the endpoint: the same browser has the same.</param>
/// <param name="SessionId">Which the browser was signed in with; it ends with that.</param>
/// <param name="P256dh">The browser's public key, and <paramref name="Auth"/> its secret (RFC 8291), both in base64url.</param>
public sealed record PushAddress(string Id, UserId UserId, SessionId SessionId, string Endpoint, string P256dh, string Auth);

public sealed class PushSubscriptions(NpgsqlDataSource postgres)
{
    public const int MaxPerPerson = 10;
    private const string Columns = "id, user_id, session_id, endpoint, p256dh, auth";
    private const int IdBytes = 16;

    public static string IdOf(string endpoint) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)).AsSpan(0, IdBytes));

    public async Task EnsureSchema(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists push_subscriptions (
                id text primary key, user_id text not null, session_id text not null, endpoint text not null, p256dh text not null, auth text not null,
                made_at timestamptz not null default now());
            create index if not exists push_subscriptions_of_user on push_subscriptions (user_id)
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Whoever uses a browser now has it: the one before is told nothing there any more.</summary>
    /// <returns>False where the person has too many.</returns>
    public async Task<bool> Save(PushAddress address, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand($"""
            insert into push_subscriptions ({Columns})
            select $1, $2, $3, $4, $5, $6 where (select count(*) from push_subscriptions where user_id = $2 and id <> $1) < {MaxPerPerson}
            on conflict (id) do update set user_id = $2, session_id = $3, p256dh = $5, auth = $6
            """);
        foreach (var value in (string[])[address.Id, $"{address.UserId}", $"{address.SessionId}", address.Endpoint, address.P256dh, address.Auth])
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public Task<List<PushAddress>> Of(UserId user, CancellationToken ct) => Read($"select {Columns} from push_subscriptions where user_id = $1 order by made_at", user.ToString(), ct);

    public async Task<PushAddress?> Find(string id, CancellationToken ct) => (await Read($"select {Columns} from push_subscriptions where id = $1", id, ct)).FirstOrDefault();

    /// <summary>Who can be reached at all, of those for whom a condition on their id holds.</summary>
    /// <param name="condition">SQL over <c>s.user_id</c>, with <c>$1</c> for the argument.</param>
    public async Task<List<UserId>> Reachable(string condition, string argument, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand($"select distinct s.user_id from push_subscriptions s where {condition}");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = argument });
        List<UserId> users = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) users.Add(Id.Parse<UserId>(row.GetString(0)));
        return users;
    }

    /// <returns>False where there is none.</returns>
    public async Task<bool> Remove(string id, UserId user, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("delete from push_subscriptions where id = $1 and user_id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.ToString() });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private async Task<List<PushAddress>> Read(string sql, string argument, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = argument });
        List<PushAddress> found = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(new(row.GetString(0), Id.Parse<UserId>(row.GetString(1)), Id.Parse<SessionId>(row.GetString(2)), row.GetString(3), row.GetString(4), row.GetString(5)));
        return found;
    }
}
