namespace EventChat.Adapters.Postgres;

/// <summary>
/// Where a private cluster keeps its things. The frame and the rules in it belong to the app; data, socket and log to the
/// account that runs PostgreSQL, so that nothing this account does can lead the app to another file.
/// </summary>
internal sealed class ClusterFolder(string root) : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const long LogLimit = 16 << 20;

    private string? _shortSocket;

    public string Root => root;
    public string Frame => Path.Combine(root, "postgres");
    public string Data => Path.Combine(Frame, "data");
    public string Log => Path.Combine(Frame, "postgres.log");
    public string Settings => Path.Combine(Frame, "postgresql.conf");
    public string Access => Path.Combine(Frame, "pg_hba.conf");
    public string Names => Path.Combine(Frame, "pg_ident.conf");
    public string Socket => _shortSocket ?? Path.Combine(Frame, "socket");

    public static StartupException NotWritable(string folder) => new(
        $"{Environment.UserName} cannot write to the folder {folder}: give it to this account, or choose another folder with --data");

    /// <summary>The data folder itself, with every link resolved; others may pass through it at most.</summary>
    public static async Task<ClusterFolder> Open(string folder, CancellationToken ct)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                SetMode(folder, Environment.IsPrivilegedProcess ? Passable : Private);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder);
        }

        return new((await Command.Run(["realpath", folder], ct)).Output);
    }

    public async Task Prepare(ClusterAccount account, CancellationToken ct)
    {
        Directory.CreateDirectory(Frame);
        SetMode(Frame, account.Uid is null ? Private : Passable);
        await account.MustReach(Frame, ct);

        if (!File.Exists(Settings)) Write(Settings, ClusterSettings.Tuning);
        Write(Access, "local all all peer map=eventchat\n");
        Write(Names, ClusterSettings.Names(Environment.UserName));

        if (!FitsSocket(Socket)) _shortSocket = Directory.CreateTempSubdirectory("eventchat-").FullName;
        await Give(Socket, account, ct);
        await PrepareLog(account, ct);
    }

    /// <summary>An empty folder that belongs to the account and that nobody else may enter.</summary>
    public static async Task Give(string folder, ClusterAccount account, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        SetMode(folder, Private);
        await account.Own(folder, ct);
    }

    public void Dispose()
    {
        if (_shortSocket is not null) Directory.Delete(_shortSocket, recursive: true);
    }

    private async Task PrepareLog(ClusterAccount account, CancellationToken ct)
    {
        if (new FileInfo(Log) is { Exists: true, Length: > LogLimit }) File.Move(Log, Log + ".1", overwrite: true);
        if (!File.Exists(Log)) await File.WriteAllTextAsync(Log, "", ct);
        SetMode(Log, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await account.Own(Log, ct);
    }

    // The kernel takes 107 characters; a comma or a colon would split the address in a connection string.
    private static bool FitsSocket(string folder) =>
        folder.Length + "/.s.PGSQL.5432".Length <= 107
        && folder.All(static c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c, StringComparison.Ordinal));

    private static void Write(string path, string text)
    {
        File.WriteAllText(path, text);
        SetMode(path, Readable);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }
}
