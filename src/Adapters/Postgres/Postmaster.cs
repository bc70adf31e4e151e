using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Npgsql;

namespace EventChat.Adapters.Postgres;

/// <summary>One run of PostgreSQL over the folder of a private cluster, in a session of its own.</summary>
internal sealed class Postmaster : IDisposable
{
    private const int FastShutdown = 2;
    private const int ImmediateShutdown = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ClusterLog _log;

    private Postmaster(Process process, ClusterLog log) => (_process, _log, ProcessId) = (process, log, process.Id);

    public int ProcessId { get; }

    public string LastWords => _log.LastWords();

    public static Postmaster Start(ClusterFolder folder, ClusterAccount account, ClusterBinaries binaries)
    {
        // Ctrl-C reaches every process of the terminal's group; in a session of its own PostgreSQL outlives it until
        // the app has finished. Standard output is a file because a pipe would end with the app.
        var log = new ClusterLog(folder.Log);
        IReadOnlyList<string> postgres =
        [
            "sh", "-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", folder.Log,
            binaries.Postgres, .. ClusterSettings.Line(folder),
        ];
        return new(Command.Start(["setsid", .. account.Run(postgres)]), log);
    }

    public Task Exit(CancellationToken ct) => _process.WaitForExitAsync(ct);

    /// <summary>Crash recovery takes the time it takes: there is no limit but the life of the process.</summary>
    public async Task Ready(string connectionString, CancellationToken ct)
    {
        while (!_process.HasExited)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(ct);
                return;
            }
            catch (PostgresException e) when (e.SqlState is not PostgresErrorCodes.CannotConnectNow)
            {
                throw new StartupException($"The private PostgreSQL refuses EventChat: {e.MessageText} (log: {_log.Path})");
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
            }
        }

        throw new StartupException($"PostgreSQL did not start: {LastWords} (log: {_log.Path})");
    }

    /// <summary>Asks sessions to end and waits for the last checkpoint; a server that does not answer is cut off.</summary>
    public async Task Stop()
    {
        foreach (var signal in (int[])[FastShutdown, ImmediateShutdown])
        {
            if (_process.HasExited) return;

            _ = Kill(ProcessId, signal);
            if (await Ends(_process)) return;
        }

        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>What an EventChat that was killed has left running over this folder is stopped first.</summary>
    public static async Task<int> StopLeftovers(ClusterFolder folder)
    {
        var pidFile = Path.Combine(folder.Data, "postmaster.pid");
        var found = Leftovers.Running(folder.Data);
        if (found.Count > 0 && File.Exists(pidFile)
            && int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var postmaster)
            && found.Find(process => process.Id == postmaster) is { } leader)
        {
            _ = Kill(leader.Id, FastShutdown);
            await Ends(leader);
        }

        foreach (var orphan in Leftovers.Running(folder.Data))
        {
            orphan.Kill();
            await Ends(orphan);
        }

        // A number in these files may by now be that of any other process, which PostgreSQL would take for itself.
        File.Delete(pidFile);
        File.Delete(Path.Combine(folder.Socket, ".s.PGSQL.5432.lock"));
        return found.Count;
    }

    public void Dispose() => _process.Dispose();

    private static async Task<bool> Ends(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
