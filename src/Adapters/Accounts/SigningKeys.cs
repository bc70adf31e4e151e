using System.Security.Cryptography;
using Npgsql;

namespace EventChat.Adapters.Accounts;

/// <summary>The keys that sign access tokens, shared by all nodes: the newest signs, and the one before it still counts.</summary>
public sealed class SigningKeys(NpgsqlDataSource postgres)
{
    private const int Bytes = 32;

    /// <summary>Newest first. The first node makes the first key.</summary>
    public async Task<IReadOnlyList<SigningKey>> Read(CancellationToken ct)
    {
        await Make("where not exists (select from signing_keys)", ct);
        await using var select = postgres.CreateCommand("select id, secret from signing_keys order by id desc limit 2");
        List<SigningKey> keys = [];
        await using var row = await select.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) keys.Add(new(row.GetInt32(0), row.GetFieldValue<byte[]>(1)));
        return keys;
    }

    /// <summary>Makes a new key where the newest is older than this; keys that no token can bear any more go.</summary>
    public async Task Rotate(TimeSpan age, CancellationToken ct)
    {
        await Make("where (select max(made_at) from signing_keys) < now() - $2", ct, age);
        await using var forget = postgres.CreateCommand("delete from signing_keys where id < (select max(id) from signing_keys) - 1");
        await forget.ExecuteNonQueryAsync(ct);
    }

    private async Task Make(string where, CancellationToken ct, TimeSpan? age = null)
    {
        await using var insert = postgres.CreateCommand(
            $"insert into signing_keys (id, secret) select coalesce((select max(id) from signing_keys), 0) + 1, $1 {where} on conflict do nothing");
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = RandomNumberGenerator.GetBytes(Bytes) });
        if (age is { } old) insert.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = old });
        await insert.ExecuteNonQueryAsync(ct);
    }
}

/// <param name="Id">The <c>kid</c> in the header of a token.</param>
public sealed record SigningKey(int Id, byte[] Secret);
