using EventChat.Bench.Client;

namespace EventChat.Bench.App;

/// <summary>The app on a data folder of its own, with a community in it, over restarts.</summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>The app as it was built beside this program.</summary>
    public static readonly string Program =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Api", "release", "EventChat.Api"));

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"eventchat-bench-{Environment.ProcessId}");
    private readonly long _firstMessage = MessageId.Upcoming;
    private ServerProcess? _server;
    private Community? _community;
    private long _signedIn;

    /// <summary>How many messages there are in all channels.</summary>
    public long Messages => MessageId.Upcoming - _firstMessage;

    /// <summary>How many of them are in the hot channel.</summary>
    public long HotMessages { get; set; }

    public ApiClient Api => Running.Api;

    public int Process => Running.Id;

    private ServerProcess Running => _server ?? throw new MeasurementException("the server is not running");

    public async Task Open(Action<double> progress, CancellationToken ct)
    {
        await Start(ct);
        _community = await Settlers.Settle(Running.Address, Api, progress, ct);
        _signedIn = Clock.Now;
    }

    public async Task Start(CancellationToken ct) =>
        _server ??= await ServerProcess.Start(Program, ["--Data", _folder, "--RateLimits:Enabled", "false", "--Webhooks:AllowedRanges", "127.0.0.1/32"], ct);

    public async Task Stop()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
    }

    /// <summary>Its members, whose tokens have at least half their life before them.</summary>
    public async Task<Community> Community(CancellationToken ct)
    {
        var community = _community ?? throw new MeasurementException("there is no community");
        if (Clock.Now - _signedIn > Clock.Ticks(community.Members[0].TokenLife / 2))
        {
            community = await Settlers.SignIn(community, Api, ct);
            _signedIn = Clock.Now;
        }

        return _community = community with { Server = Running.Address };
    }

    /// <summary>Runs the app for one task on the data, with the server stopped, and returns the last line it wrote.</summary>
    public async Task<string> Task(string[] words, CancellationToken ct)
    {
        await Stop();
        using var process = ServerProcess.Launch(Program, [.. words, "--Data", _folder]);
        var output = new Output(process);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode == 0
            ? output.Tail.Split('\n')[^1]
            : throw new MeasurementException($"{string.Join(' ', words)} failed: {output.Tail}");
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
