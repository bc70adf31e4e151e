using Npgsql;

namespace EventChat.Contracts.Support;

/// <summary>A database of its own for a class of tests, on the PostgreSQL that <c>./test</c> starts; dropped at the end.</summary>
public sealed class PostgresDatabase : IAsyncLifetime
{
    private const string Variable = "EVENTCHAT_TEST_POSTGRES";
    private readonly string name = $"eventchat_{Guid.CreateVersion7():n}";
    private NpgsqlDataSource? source;

    /// <summary>As one server sees it.</summary>
    public NpgsqlDataSource Source => source!;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = name, ApplicationName = "eventchat" }.ConnectionString;

    private static string Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server
        ? server
        : throw new InvalidOperationException($"{Variable} names no PostgreSQL server; ./test starts one, or set it to a connection string.");

    public async Task InitializeAsync()
    {
        await Run(Server, $"create database {name}");
        source = NpgsqlDataSource.Create(ConnectionString);
    }

    public async Task DisposeAsync()
    {
        if (source is null) return;
        await source.DisposeAsync();
        await Run(Server, $"drop database {name} with (force)");
    }

    /// <summary>Another server's connections to the same database.</summary>
    public NpgsqlDataSource Another() => NpgsqlDataSource.Create(ConnectionString);

    /// <summary>What somebody does behind the back of EventChat.</summary>
    public Task Run(string sql) => Run(ConnectionString, sql);

    public async Task<List<string>> Rows(string sql)
    {
        await using var connection = await Open(ConnectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var row = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await row.ReadAsync()) rows.Add(string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i))));
        return rows;
    }

    private static async Task Run(string server, string sql)
    {
        await using var connection = await Open(server);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> Open(string server)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false, ApplicationName = "test" }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
