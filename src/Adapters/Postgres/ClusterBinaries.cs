using System.Globalization;

namespace EventChat.Adapters.Postgres;

/// <summary>The folder that holds initdb and postgres, of the version that wrote the data where there is data.</summary>
internal sealed record ClusterBinaries(string Folder)
{
    private const string Packages = "/usr/lib/postgresql";

    public string InitDb => Path.Combine(Folder, "initdb");
    public string Postgres => Path.Combine(Folder, "postgres");

    public static ClusterBinaries Find(string? named, string dataFolder)
    {
        if (!string.IsNullOrWhiteSpace(named))
        {
            return Complete(named) ?? throw new StartupException(
                $"Postgres:Binaries says {named}, but initdb and postgres are not both there.");
        }

        var installed = Installed();
        var written = WrittenBy(dataFolder);
        if (written is { } version && installed.Count > 0 && !installed.ContainsKey(version))
        {
            throw new StartupException(
                $"The data in {dataFolder} was written by PostgreSQL {version}, which is not installed " +
                $"(found: {string.Join(", ", installed.Keys)}): apt-get install postgresql-{version}");
        }

        return (written is { } same ? installed.GetValueOrDefault(same) : installed.Values.FirstOrDefault())
            ?? OnPath()
            ?? throw new StartupException(
                "PostgreSQL is not installed: apt-get install postgresql (or set Postgres:Binaries to the folder of " +
                "initdb and postgres, or ConnectionStrings:Postgres to a server that runs).");
    }

    private static SortedList<int, ClusterBinaries> Installed()
    {
        var found = new SortedList<int, ClusterBinaries>(Comparer<int>.Create(static (a, b) => b.CompareTo(a)));
        if (!Directory.Exists(Packages)) return found;

        foreach (var folder in Directory.GetDirectories(Packages))
        {
            if (Number(Path.GetFileName(folder)) is { } version && Complete(Path.Combine(folder, "bin")) is { } binaries)
            {
                found.Add(version, binaries);
            }
        }

        return found;
    }

    private static ClusterBinaries? OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(Complete)
            .FirstOrDefault(static binaries => binaries is not null);

    private static int? WrittenBy(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "PG_VERSION");
        return File.Exists(file) ? Number(File.ReadAllText(file).Trim()) : null;
    }

    private static ClusterBinaries? Complete(string folder)
    {
        var binaries = new ClusterBinaries(Path.GetFullPath(folder));
        return File.Exists(binaries.InitDb) && File.Exists(binaries.Postgres) ? binaries : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
