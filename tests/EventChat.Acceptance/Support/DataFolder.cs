using System.Diagnostics;

namespace EventChat.Acceptance.Support;

/// <summary>A folder for the data of one server, gone afterwards with what a killed server left running in it.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly string parent = Directory.CreateTempSubdirectory("eventchat-").FullName;

    public DataFolder()
    {
        // PostgreSQL runs as another account where the tests run as root.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(parent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Path => System.IO.Path.Combine(parent, "data");

    private string PidFile => System.IO.Path.Combine(Path, "postgres", "data", "postmaster.pid");

    /// <summary>SIGKILL for the postmaster of this folder and all it has started.</summary>
    public void KillPostgres()
    {
        if (!File.Exists(PidFile)) return;
        var folder = System.IO.Path.GetDirectoryName(PidFile);
        foreach (var process in Process.GetProcessesByName("postgres"))
            using (process)
                if (new FileInfo($"/proc/{process.Id}/cwd").LinkTarget == folder) process.Kill();
    }

    public int PostmasterId => int.Parse(File.ReadLines(PidFile).First());

    /// <summary>What runs over this folder or makes a cluster in it.</summary>
    public List<string> Processes() =>
    [
        .. Directory.GetDirectories("/proc").Where(static process => char.IsAsciiDigit(System.IO.Path.GetFileName(process)[0]))
            .Select(static process => Read(() => File.ReadAllText($"{process}/cmdline").Replace('\0', ' ')) + Read(() => new FileInfo($"{process}/cwd").LinkTarget))
            .Where(command => command.Contains(System.IO.Path.Combine(Path, "postgres"), StringComparison.Ordinal)),
    ];

    public void Dispose()
    {
        KillPostgres();
        Directory.Delete(parent, recursive: true);
    }

    private static string Read(Func<string?> read)
    {
        try { return read() ?? ""; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return ""; }
    }
}
