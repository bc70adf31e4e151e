using EventChat.Events;
using Npgsql;

namespace EventChat.Adapters.Accounts;

/// <summary>What must never be part of an event: password hashes, hashes of refresh tokens, and the keys that sign access tokens. Beside the log, in tables of their own.</summary>
public sealed class AccountTables(NpgsqlDataSource postgres)
{
    public async Task EnsureSchema(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists credentials (user_id text primary key, password_hash text not null);
            create table if not exists signing_keys (id int primary key, secret bytea not null);
            alter table signing_keys add column if not exists made_at timestamptz not null default now();
            create table if not exists refresh_tokens (
                hash bytea primary key, session_id text not null, user_id text not null, issued_at timestamptz not null, expires_at timestamptz not null,
                used_at timestamptz);
            create index if not exists refresh_tokens_of_session on refresh_tokens (session_id, issued_at);
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task SavePasswordHash(UserId user, string hash, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand(
            "insert into credentials values ($1, $2) on conflict (user_id) do update set password_hash = excluded.password_hash");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.ToString() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = hash });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <returns>Null for an account that has no password.</returns>
    public async Task<string?> FindPasswordHash(UserId user, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select password_hash from credentials where user_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.ToString() });
        return (string?)await command.ExecuteScalarAsync(ct);
    }
}
