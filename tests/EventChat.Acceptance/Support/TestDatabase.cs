using Npgsql;

namespace EventChat.Acceptance.Support;

/// <summary>A database of its own on the PostgreSQL that <c>./test</c> starts; gone when it is disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>Of all servers over it.</summary>
    public const string MasterKey = "vm4fz16+pDMoLeWZKV2k1DM9N4s4hmIjSZHvvojHQfI=";

    private const string Variable = "EVENTCHAT_TEST_POSTGRES";
    private static int drawn;
    private readonly string server, name;

    private TestDatabase(string server, string name) => (this.server, this.name) = (server, name);

    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString;

    public static async Task<TestDatabase> Create()
    {
        var named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set
            ? set
            : throw new InvalidOperationException($"{Variable} is not set: run ./test Acceptance, which starts a PostgreSQL and names it there.");
        var database = new TestDatabase(named, $"acceptance_{Environment.ProcessId}_{Interlocked.Increment(ref drawn)}");
        await database.Run($"create database {database.name}");
        return database;
    }

    /// <summary>Servers of PostgreSQL tell what they did within a second.</summary>
    public async Task<long> Transactions()
    {
        await Task.Delay(1_500);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });
        await using var command = source.CreateCommand($"select xact_commit + xact_rollback from pg_stat_database where datname = '{name}'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>All that it holds, as text.</summary>
    public async Task<string> Dump()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false });
        List<string> dump = [], tables = ["(select *, convert_from(data, 'UTF8') from events)"];
        await using (var names = source.CreateCommand("select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"))
        await using (var reader = await names.ExecuteReaderAsync())
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        foreach (var table in tables)
        {
            await using var rows = source.CreateCommand($"select coalesce(string_agg(t::text, E'\n'), '') from {table} t");
            dump.Add((string)(await rows.ExecuteScalarAsync())!);
        }

        return string.Join('\n', dump);
    }

    /// <summary>The log, byte for byte, oldest first.</summary>
    public async Task<string[]> EventsAsStored()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false });
        await using var rows = source.CreateCommand("select array_agg(convert_from(data, 'UTF8') || encode(hash, 'hex') order by position) from events");
        return (string[])(await rows.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync() => await Run($"drop database if exists {name} with (force)");

    private async Task Run(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
