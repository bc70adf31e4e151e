using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace EventChat.Adapters.Accounts;

/// <summary>Keys that all nodes share and nobody is told, each made by whichever node first asks for it. Beside the log, never in it.</summary>
public sealed class ServerSecrets(NpgsqlDataSource postgres)
{
    private const int Bytes = 32;
    private readonly ConcurrentDictionary<string, byte[]> known = new();

    /// <summary>HMAC-SHA256 (RFC 2104) of a text, which tells nobody without the key what the text was.</summary>
    /// <param name="purpose">What it is for; another purpose has another key.</param>
    public async ValueTask<byte[]> Sign(string purpose, string text, CancellationToken ct)
    {
        if (!known.TryGetValue(purpose, out var key)) known[purpose] = key = await Find(purpose, static () => RandomNumberGenerator.GetBytes(Bytes), ct);
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A secret that cannot be any bytes, made by whichever node first asks for it.</summary>
    public async ValueTask<byte[]> Keep(string purpose, Func<byte[]> make, CancellationToken ct) =>
        known.TryGetValue(purpose, out var secret) ? secret : known[purpose] = await Find(purpose, make, ct);

    private async Task<byte[]> Find(string name, Func<byte[]> make, CancellationToken ct)
    {
        await using var table = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists secrets (name text primary key, secret bytea not null)
            """);
        await table.ExecuteNonQueryAsync(ct);
        await using var insert = postgres.CreateCommand("insert into secrets values ($1, $2) on conflict do nothing");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = make() });
        await insert.ExecuteNonQueryAsync(ct);
        await using var select = postgres.CreateCommand("select secret from secrets where name = $1");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (byte[])(await select.ExecuteScalarAsync(ct))!;
    }
}
