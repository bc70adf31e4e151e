using EventChat.Events;
using Npgsql;

namespace EventChat.Adapters.Accounts;

/// <summary>What must never be part of an event: password hashes and the key that signs access tokens. Beside the log, in tables of their own.</summary>
public sealed class AccountTables(NpgsqlDataSource postgres)
{
    public async Task EnsureSchema(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists credentials (user_id text primary key, password_hash text not null);
            create table if not exists signing_keys (id int primary key, secret bytea not null);
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

    /// <summary>The key of all nodes: the proposal of whichever came first.</summary>
    public async Task<byte[]> SigningKey(byte[] proposal, CancellationToken ct)
    {
        await using var insert = postgres.CreateCommand("insert into signing_keys values (1, $1) on conflict do nothing");
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = proposal });
        await insert.ExecuteNonQueryAsync(ct);
        await using var select = postgres.CreateCommand("select secret from signing_keys where id = 1");
        return (byte[])(await select.ExecuteScalarAsync(ct))!;
    }
}
