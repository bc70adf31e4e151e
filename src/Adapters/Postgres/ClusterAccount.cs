namespace EventChat.Adapters.Postgres;

/// <summary>The account that runs PostgreSQL: the app's own, or an unprivileged one when the app is root. Never root.</summary>
internal sealed record ClusterAccount(string Name, string? Uid = null, string? Gid = null)
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <summary>Data that exists decides: it is run by whoever owns it.</summary>
    public static async Task<ClusterAccount> Choose(string dataFolder, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess) return new(Environment.UserName);
        if (!Directory.Exists(dataFolder)) return Unprivileged();

        var owner = (await Command.Run(["stat", "-c", "%U %u %g", dataFolder], ct)).Output.Split(' ');
        return owner is [_, "0", _]
            ? throw new StartupException(
                $"{dataFolder} belongs to root, and PostgreSQL never runs as root: chown -R {Unprivileged().Name}: {dataFolder}")
            : new(owner[0], owner[1], owner[2]);
    }

    /// <summary>The same command line, run by this account.</summary>
    public IReadOnlyList<string> Run(params IReadOnlyList<string> line) => Uid is null || Gid is null
        ? line
        : ["setpriv", "--reuid", Uid, "--regid", Gid, "--clear-groups", "--no-new-privs", "--", .. line];

    public async Task Own(string path, CancellationToken ct)
    {
        if (Uid is null) return;

        var outcome = await Command.Run(["chown", "--no-dereference", $"{Uid}:{Gid}", path], ct);
        if (outcome.ExitCode != 0) throw new StartupException($"{path} cannot be given to {Name}: {outcome.Errors}");
    }

    public async Task MustReach(string folder, CancellationToken ct)
    {
        if (Uid is null || await MayEnter(folder, ct)) return;

        foreach (var parent in Parents(folder))
        {
            if (await MayEnter(parent, ct)) continue;

            throw new StartupException(
                $"{parent} is closed to {Name}, the account that runs PostgreSQL because EventChat was started as root: " +
                "choose a folder outside it, for example --data /var/lib/eventchat");
        }
    }

    private async Task<bool> MayEnter(string folder, CancellationToken ct) =>
        (await Command.Run(Run("test", "-x", folder), ct)).ExitCode == 0;

    private static Stack<string> Parents(string folder)
    {
        var path = new Stack<string>();
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent) path.Push(parent.FullName);
        return path;
    }

    private static ClusterAccount Unprivileged() =>
        File.ReadLines("/etc/passwd")
            .Select(static line => line.Split(':'))
            .Where(static fields => fields.Length > 3 && Preferred.Contains(fields[0], StringComparer.Ordinal))
            .OrderBy(static fields => Array.IndexOf(Preferred, fields[0]))
            .Select(static fields => new ClusterAccount(fields[0], fields[2], fields[3]))
            .FirstOrDefault()
        ?? throw new StartupException(
            "EventChat was started as root and there is no account for PostgreSQL: apt-get install postgresql");
}
