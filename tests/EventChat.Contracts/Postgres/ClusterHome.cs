using System.Diagnostics;
using EventChat.Adapters.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventChat.Contracts.Postgres;

/// <summary>A data folder for one test, and what may happen to one behind the back of EventChat.</summary>
public sealed class ClusterHome : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("eventchat-").FullName;

    public ClusterHome()
    {
        Output("chmod", "711", _parent);
        Folder = Path.Combine(_parent, "data");
    }

    public string Folder { get; }
    public string Data => Path.Combine(Folder, "postgres", "data");
    public string Log => Path.Combine(Folder, "postgres", "postgres.log");
    public string Access => Path.Combine(Folder, "postgres", "pg_hba.conf");
    public string PidFile => Path.Combine(Data, "postmaster.pid");

    public Task<PrivateCluster> Start() => PrivateCluster.Start(Folder, NullLogger.Instance, CancellationToken.None);

    public static async Task Remember(PrivateCluster cluster, string name) =>
        await Ask(cluster, $"create table people (name text); insert into people values ('{name}'); select 1::text");

    public static Task<string?> Recall(PrivateCluster cluster) => Ask(cluster, "select name from people");

    public static async Task<string?> Ask(PrivateCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }

    public static string Output(params string[] line)
    {
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }

    /// <summary>PostgreSQL over this folder, as a killed EventChat leaves it: running, and nobody's child.</summary>
    public async Task<Process> StartOrphan()
    {
        const string script = "setsid setpriv --reuid \"$(stat -c %u \"$1\")\" --clear-groups \"$0\" -D \"$1\" -c listen_addresses= "
            + "-c unix_socket_directories=\"$1\" >/dev/null 2>&1 &";
        var binary = Directory.GetFiles("/usr/lib/postgresql", "postgres", SearchOption.AllDirectories).Order().Last();
        Output("sh", "-c", Environment.IsPrivilegedProcess ? script : Unprivileged(script), binary, Data);
        while (!File.Exists(PidFile) || !(await File.ReadAllTextAsync(PidFile)).Contains("ready", StringComparison.Ordinal))
        {
            await Task.Delay(20);
        }

        return Process.GetProcessById(int.Parse(File.ReadLines(PidFile).First()));
    }

    /// <summary>What a killed EventChat leaves in its first seconds: somebody who goes on writing into the unfinished folder.</summary>
    public Process StartOrphanOfBirth()
    {
        const string script = "mkdir -p \"$2\"; while :; do mkdir -p \"$2/base/1\"; touch \"$2/base/1/$((i += 1))\"; done";
        var orphan = Process.Start("sh", ["-c", script, "initdb", "--pgdata", Data + ".new"]);
        while (!Directory.Exists(Data + ".new/base")) Thread.Yield();
        return orphan;
    }

    public async Task Crash(Process orphan)
    {
        orphan.Kill();
        await orphan.WaitForExitAsync();
    }

    /// <summary>A process of the account that owns the data, and no PostgreSQL.</summary>
    public Process StartStranger() => Environment.IsPrivilegedProcess
        ? Process.Start("setpriv", ["--reuid", Output("stat", "-c", "%u", Data), "--clear-groups", "sleep", "600"])
        : Process.Start("sleep", "600");

    public void Close() => Output("chmod", "000", _parent);

    public void Dispose()
    {
        Output("chmod", "711", _parent);
        Directory.Delete(_parent, recursive: true);
    }

    private static string Unprivileged(string script) =>
        script.Replace("setpriv --reuid \"$(stat -c %u \"$1\")\" --clear-groups ", "", StringComparison.Ordinal);
}
