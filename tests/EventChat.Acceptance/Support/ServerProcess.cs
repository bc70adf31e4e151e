using System.Collections.Concurrent;
using System.Diagnostics;

namespace EventChat.Acceptance.Support;

/// <summary>The built executable as a process of its own, as an operator starts it.</summary>
public sealed class ServerProcess : IServer, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new(), errors = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? http;

    private ServerProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "EventChat.Api"), arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // Servers over one database share what they have, but for a folder.
        if (arguments.Any(static a => a.StartsWith("--ConnectionStrings:Postgres", StringComparison.Ordinal))) start.Environment["Privacy__MasterKey"] = TestDatabase.MasterKey;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => { if (line.Data is { } text) errors.Enqueue(text); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Http => http ?? throw new InvalidOperationException("The server does not listen yet.");
    public string Output => string.Join('\n', output);
    public string Errors => string.Join('\n', errors);
    public bool IsRunning => !process.HasExited;

    /// <summary>A server over a private PostgreSQL in this folder, ready for requests.</summary>
    public static async Task<ServerProcess> Start(string dataFolder, params string[] settings)
    {
        var server = new ServerProcess(["--urls", "http://127.0.0.1:0", "--Data", dataFolder, "--RateLimits:Enabled", "false", .. settings]);
        var first = await Task.WhenAny(server.listening.Task, server.process.WaitForExitAsync(), Task.Delay(Patience));
        Assert.True(first == server.listening.Task, $"The server did not start: {server.Output}\n{server.Errors}");
        server.http = new() { BaseAddress = await server.listening.Task, Timeout = TimeSpan.FromSeconds(30) };
        return server;
    }

    /// <summary>One of several over one database.</summary>
    public static Task<ServerProcess> Start(DataFolder folder, TestDatabase database, params string[] settings) =>
        Start(folder.Path, ["--ConnectionStrings:Postgres", database.ConnectionString, .. settings]);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        await using var server = new ServerProcess(arguments);
        using var patience = new CancellationTokenSource(Patience);
        await server.process.WaitForExitAsync(patience.Token);
        return (server.process.ExitCode, server.Output, server.Errors);
    }

    /// <summary>Starts it, and goes on before it listens.</summary>
    public static ServerProcess Launch(params string[] arguments) => new(arguments);

    /// <summary>SIGKILL: no farewell, nothing is written any more.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager stops it.</summary>
    public async Task<int> Stop()
    {
        if (process.HasExited) return process.ExitCode;
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        http?.Dispose();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        output.Enqueue(line);
        const string told = "EventChat listens on ";
        if (line.IndexOf(told, StringComparison.Ordinal) is >= 0 and var at) listening.TrySetResult(new(line[(at + told.Length)..].Split(' ')[0]));
    }
}
