using EventChat.Adapters;
using EventChat.Adapters.Postgres;
using Npgsql;

namespace EventChat.Api.Operations;

/// <summary>The database that was named, or a private one under the data folder where none was.</summary>
internal sealed class Database(string connectionString, PrivateCluster? cluster, ILoggerFactory logs) : IAsyncDisposable
{
    public string ConnectionString => connectionString;

    /// <summary>The data folder, whether or not there is anything in it.</summary>
    public static string Folder(IConfiguration configuration) => Path.GetFullPath(configuration["Data"] is { Length: > 0 } data ? data : "data");

    /// <param name="mayMake">Whether a private one is made where there is none.</param>
    public static async Task<Database> Open(IConfiguration configuration, bool mayMake, CancellationToken ct)
    {
        var logs = LoggerFactory.Create(static logging => logging.AddSimpleConsole(static console => console.SingleLine = true));
        if (configuration.GetConnectionString("Postgres") is { Length: > 0 } named)
        {
            await Probe(named, ct);
            return new(named, null, logs);
        }

        var folder = Folder(configuration);
        if (!mayMake && !PrivateCluster.IsIn(folder))
            throw new StartupException($"there is no data of EventChat in {folder}: name its folder with --data, or its database with --ConnectionStrings:Postgres");

        var cluster = await PrivateCluster.Start(folder, configuration["Postgres:Binaries"], logs.CreateLogger<PrivateCluster>(), ct);
        return new(cluster.ConnectionString, cluster, logs);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
        logs.Dispose();
    }

    private static async Task Probe(string connectionString, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(ct);
        }
        catch (ArgumentException)
        {
            // What the library says of it may hold a part of the password.
            throw new StartupException("ConnectionStrings:Postgres cannot be read; it is like Host=…;Username=…;Password=…;Database=….");
        }
    }
}
