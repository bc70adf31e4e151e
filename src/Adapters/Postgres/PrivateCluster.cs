using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventChat.Adapters.Postgres;

/// <summary>
/// A PostgreSQL of our own under the data folder, for whoever names no other. It is reached through a socket only, by the
/// account of this process only, and comes back at the same address when it dies, until it is disposed.
/// </summary>
public sealed partial class PrivateCluster : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly FolderLock _lock;
    private readonly ClusterFolder _folder;
    private readonly ILogger _logger;
    private Func<Postmaster>? _start;
    private volatile Postmaster? _postmaster;
    private Task _supervision = Task.CompletedTask;
    private int _disposed;

    private PrivateCluster(ClusterFolder folder, FolderLock folderLock, ILogger logger) =>
        (_folder, _lock, _logger) = (folder, folderLock, logger);

    /// <summary>Of the database <c>eventchat</c>, for the role that owns it.</summary>
    public string ConnectionString => ClusterSettings.ConnectionString(_folder);

    /// <summary>The postmaster of this moment; another one after it has died.</summary>
    public int ProcessId => _postmaster?.ProcessId ?? 0;

    /// <summary>Whether there is one in this folder.</summary>
    public static bool IsIn(string folder) => Directory.Exists(new ClusterFolder(folder).Data);

    public static Task<PrivateCluster> Start(string folder, ILogger logger, CancellationToken ct) =>
        Start(folder, binaries: null, logger, ct);

    /// <summary>Takes initdb and postgres from the folder named; finds them itself where none is.</summary>
    /// <exception cref="StartupException">With the one line that says why not.</exception>
    public static async Task<PrivateCluster> Start(string folder, string? binaries, ILogger logger, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new StartupException("A private PostgreSQL needs Linux: set ConnectionStrings:Postgres to a server that runs.");
        }

        var opened = await ClusterFolder.Open(folder, ct);
        var cluster = new PrivateCluster(opened, await FolderLock.Take(opened.Root, ct), logger);
        try
        {
            await cluster.Begin(binaries, ct);
            return cluster;
        }
        catch (Exception e)
        {
            await cluster.DisposeAsync();
            if (e is not (IOException or UnauthorizedAccessException)) throw;

            throw new StartupException($"The folder {folder} cannot be used: {e.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        await _stopping.CancelAsync();
        await _supervision.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_postmaster is { } postmaster)
        {
            NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
            await postmaster.Stop();
            postmaster.Dispose();
        }

        _folder.Dispose();
        _lock.Dispose();
        _stopping.Dispose();
    }

    private async Task Begin(string? named, CancellationToken ct)
    {
        var binaries = ClusterBinaries.Find(named, _folder.Data);
        var account = await ClusterAccount.Choose(_folder.Data, ct);
        await _folder.Prepare(account, ct);
        if (!Directory.Exists(_folder.Data)) await ClusterBirth.Create(_folder, account, binaries, ct);

        _start = () => Postmaster.Start(_folder, account, binaries);
        await StartPostmaster(ct);
        await ClusterBirth.CreateDatabase(_folder, ct);
        LogStarted(ProcessId, account.Name, _folder.Data);
        _supervision = Supervise();
    }

    private async Task StartPostmaster(CancellationToken ct)
    {
        var stopped = await Postmaster.StopLeftovers(_folder);
        if (stopped > 0) LogLeftovers(stopped);

        var before = _postmaster;
        _postmaster = _start!();
        before?.Dispose();
        await _postmaster.Ready(ClusterSettings.ConnectionString(_folder, ClusterSettings.Owner), ct);
    }

    private async Task Supervise()
    {
        var pause = ShortestPause;
        while (true)
        {
            var since = Stopwatch.GetTimestamp();
            await _postmaster!.Exit(_stopping.Token);
            LogDied(_postmaster.ProcessId, _postmaster.LastWords);
            pause = Stopwatch.GetElapsedTime(since) > Settled ? ShortestPause : pause;
            await Task.Delay(pause, _stopping.Token);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            await Restart();
        }
    }

    private async Task Restart()
    {
        try
        {
            await StartPostmaster(_stopping.Token);
            LogReturned(ProcessId);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogRestartFailed(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "PostgreSQL runs as process {Process}, account {Account}, over {Folder}")]
    private partial void LogStarted(int process, string account, string folder);

    [LoggerMessage(LogLevel.Warning, "Stopped {Count} processes of PostgreSQL that an EventChat before this one had left behind")]
    private partial void LogLeftovers(int count);

    [LoggerMessage(LogLevel.Error, "PostgreSQL (process {Process}) has died and is started again: {LastWords}")]
    private partial void LogDied(int process, string lastWords);

    [LoggerMessage(LogLevel.Information, "PostgreSQL is back as process {Process}")]
    private partial void LogReturned(int process);

    [LoggerMessage(LogLevel.Error, "{Reason}")]
    private partial void LogRestartFailed(string reason);
}
