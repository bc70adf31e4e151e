using System.Diagnostics;

namespace EventChat.Adapters.Postgres;

/// <summary>Processes of PostgreSQL that an EventChat which was killed has left behind, and nobody else's.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Every process of a cluster, and nothing but a cluster, is called postgres and works in its data folder.</summary>
    public static List<Process> Running(string dataFolder) => All(process => process.ProcessName == "postgres" && WorkingFolder(process.Id) == dataFolder);

    /// <summary>Ends what still makes a cluster in this folder, so that nothing is written there any more.</summary>
    public static async Task StopMaking(string folder)
    {
        var since = Stopwatch.GetTimestamp();
        while (Making(folder) is { Count: > 0 } found)
        {
            if (Stopwatch.GetElapsedTime(since) > Patience) throw new StartupException($"process {found[0].Id} still makes a database in {folder}: stop it");

            foreach (var process in found)
                using (process) process.Kill(entireProcessTree: true);
            await Task.Delay(Pause);
        }
    }

    private static List<Process> Making(string folder) => [.. All(process => Makes(process.Id, folder)), .. Running(folder)];

    private static List<Process> All(Func<Process, bool> meant)
    {
        List<Process> found = [];
        foreach (var process in Process.GetProcesses())
        {
            if (meant(process)) found.Add(process);
            else process.Dispose();
        }

        return found;
    }

    private static bool Makes(int processId, string folder) => Read(() => File.ReadAllText($"/proc/{processId}/cmdline"))
        ?.Contains($"\0--pgdata\0{folder}\0", StringComparison.Ordinal) == true;

    private static string? WorkingFolder(int processId) => Read(() => new FileInfo($"/proc/{processId}/cwd").LinkTarget);

    private static string? Read(Func<string?> read)
    {
        try { return read(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }
}
