using Npgsql;

namespace EventChat.Adapters.Postgres;

/// <summary>What happens once in the life of a private cluster. Interrupted at any point, it is done again from the start.</summary>
internal static class ClusterBirth
{
    public static async Task Create(ClusterFolder folder, ClusterAccount account, ClusterBinaries binaries, CancellationToken ct)
    {
        var unfinished = folder.Data + ".new";
        await Leftovers.StopMaking(unfinished);
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        await ClusterFolder.Give(unfinished, account, ct);

        var outcome = await InitDb(unfinished, account, binaries, ct);
        if (outcome.ExitCode != 0)
        {
            var reason = outcome.Errors.Split('\n').FirstOrDefault(static line => line.Contains("error:", StringComparison.Ordinal));
            throw new StartupException($"initdb cannot make a database in {folder.Frame}: {reason ?? outcome.Errors.Split('\n')[0]}");
        }

        Directory.Move(unfinished, folder.Data);
    }

    public static async Task CreateDatabase(ClusterFolder folder, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ClusterSettings.ConnectionString(folder, ClusterSettings.Owner));
        await connection.OpenAsync(ct);
        if (!await Exists(connection, "select 1 from pg_roles where rolname = 'eventchat'", ct))
        {
            await Execute(connection, "create role eventchat login", ct);
        }

        if (!await Exists(connection, "select 1 from pg_database where datname = 'eventchat'", ct))
        {
            await Execute(connection, "create database eventchat owner eventchat", ct);
        }
    }

    private static async Task<Command.Outcome> InitDb(string folder, ClusterAccount account, ClusterBinaries binaries, CancellationToken ct)
    {
        try
        {
            return await Command.Run(
                account.Run(
                    binaries.InitDb, "--pgdata", folder, "--username", ClusterSettings.Owner, "--encoding=UTF8", "--locale=C",
                    "--data-checksums", "--auth-local=peer", "--auth-host=reject", "--no-instructions"),
                ct);
        }
        finally
        {
            await Leftovers.StopMaking(folder);
        }
    }

    private static async Task<bool> Exists(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
