using System.Security.Cryptography;
using EventChat.Events.Privacy;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventChat.Adapters.Privacy;

/// <summary>The rows of the keyring. One says which master key is in use before anything is wrapped by it, so that two nodes that begin together agree.</summary>
internal sealed partial class KeyTable(NpgsqlDataSource postgres, MasterKeys masters)
{
    private const string Sentinel = "master";
    private const int Rewrapped = 1_000;

    public static async Task EnsureSchema(NpgsqlDataSource postgres, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create table if not exists keyring (
                name text collate "C" not null, generation smallint not null, wrapped bytea, master text, made_at timestamptz not null default now(), destroyed_at timestamptz,
                primary key (name, generation))
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Ids of the master keys that wrap what is there.</summary>
    public static async Task<List<string>> Masters(NpgsqlDataSource postgres, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select distinct master from keyring where wrapped is not null");
        List<string> ids = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) ids.Add(row.GetString(0));
        return ids;
    }

    /// <exception cref="StartupException">Another master key wrapped what is there; its id is named.</exception>
    public static async Task<KeyTable> Open(NpgsqlDataSource postgres, MasterKeys masters, ILogger logger, CancellationToken ct)
    {
        var table = new KeyTable(postgres, masters);
        await table.Insert(Sentinel, 1, ct);
        var found = await Masters(postgres, ct);
        if (found.Find(id => !masters.Knows(id)) is { } missing)
            throw new StartupException($"the keys of this log are wrapped by the master key {missing}, and the one given is {masters.Current}: name the right one by Privacy:MasterKey, or as Privacy:PreviousMasterKey where it is being replaced");
        if (found.Exists(id => id != masters.Current)) LogRewrapped(logger, await table.Rewrap(ct), masters.Current);
        return table;
    }

    /// <summary>The newest key of this name; made where there is none, or where it was destroyed and may be followed by another.</summary>
    public async Task<(byte Generation, byte[] Key)> Make(string name, bool mayRenew, CancellationToken ct)
    {
        while (true)
        {
            var (generation, key) = await Newest(name, ct);
            if (key is not null) return (generation, key);
            if (generation > 0 && !mayRenew) throw KeyDestroyed.For(name);
            await Insert(name, checked((byte)(generation + 1)), ct);
        }
    }

    /// <summary>A new key, unless somebody was faster.</summary>
    private async Task Insert(string name, byte generation, CancellationToken ct)
    {
        await using var insert = postgres.CreateCommand("insert into keyring (name, generation, wrapped, master) values ($1, $2, $3, $4) on conflict do nothing");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        insert.Parameters.Add(new NpgsqlParameter<short> { TypedValue = generation });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = masters.Wrap(name, RandomNumberGenerator.GetBytes(ContentKey.Bytes)) });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = masters.Current });
        await insert.ExecuteNonQueryAsync(ct);
    }

    /// <returns>Null for one that was destroyed.</returns>
    public async Task<byte[]?> Find(string name, byte generation, CancellationToken ct)
    {
        await using var select = postgres.CreateCommand("select wrapped, master from keyring where name = $1 and generation = $2");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        select.Parameters.Add(new NpgsqlParameter<short> { TypedValue = generation });
        await using var row = await select.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) throw KeyMissing.For(name);
        return row.IsDBNull(0) ? null : masters.Unwrap(name, row.GetString(1), row.GetFieldValue<byte[]>(0));
    }

    /// <summary>Each once, whether or not it was destroyed.</summary>
    public async Task<List<string>> Names(string prefix, CancellationToken ct)
    {
        await using var select = postgres.CreateCommand("select distinct name from keyring where name >= $1 and name < $2");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = prefix });
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = prefix + '~' });
        List<string> names = [];
        await using var row = await select.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) names.Add(row.GetString(0));
        return names;
    }

    /// <summary>Their names and when it was stay.</summary>
    public async Task Destroy(string[] names, CancellationToken ct)
    {
        await using var update = postgres.CreateCommand("update keyring set wrapped = null, master = null, destroyed_at = now() where name = any($1) and wrapped is not null");
        update.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = names });
        await update.ExecuteNonQueryAsync(ct);
    }

    private async Task<(byte Generation, byte[]? Key)> Newest(string name, CancellationToken ct)
    {
        await using var select = postgres.CreateCommand("select generation, wrapped, master from keyring where name = $1 order by generation desc limit 1");
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        await using var row = await select.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct)) return default;
        return ((byte)row.GetInt16(0), row.IsDBNull(1) ? null : masters.Unwrap(name, row.GetString(2), row.GetFieldValue<byte[]>(1)));
    }

    private async Task<long> Rewrap(CancellationToken ct)
    {
        for (long count = 0; ;)
        {
            await using var connection = await postgres.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            List<(string Name, short Generation, byte[] Wrapped)> rows = [];
            await using (var select = new NpgsqlCommand("select name, generation, wrapped, master from keyring where wrapped is not null and master <> $1 limit $2 for update", connection))
            {
                select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = masters.Current });
                select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Rewrapped });
                await using var row = await select.ExecuteReaderAsync(ct);
                while (await row.ReadAsync(ct))
                    rows.Add((row.GetString(0), row.GetInt16(1), masters.Wrap(row.GetString(0), masters.Unwrap(row.GetString(0), row.GetString(3), row.GetFieldValue<byte[]>(2)))));
            }

            if (rows.Count == 0) return count;
            await using (var update = new NpgsqlCommand(
                "update keyring k set wrapped = n.wrapped, master = $4 from unnest($1, $2, $3) n (name, generation, wrapped) where k.name = n.name and k.generation = n.generation", connection))
            {
                update.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(static r => r.Name)] });
                update.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. rows.Select(static r => r.Generation)] });
                update.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. rows.Select(static r => r.Wrapped)] });
                update.Parameters.Add(new NpgsqlParameter<string> { TypedValue = masters.Current });
                await update.ExecuteNonQueryAsync(ct);
            }

            await transaction.CommitAsync(ct);
            count += rows.Count;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} keys were wrapped anew by the master key {Master}")]
    private static partial void LogRewrapped(ILogger logger, long count, string master);
}
