using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EventChat.Bench.Client;

namespace EventChat.Bench.App;

/// <summary>A server in a process of its own, from ready to stopped.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Output _output;

    private ServerProcess(Process process, IPEndPoint address)
    {
        (_process, Address) = (process, address);
        _output = new(process);
        Api = new(address);
    }

    public IPEndPoint Address { get; }

    public ApiClient Api { get; }

    public int Id => _process.Id;

    public static async Task<ServerProcess> Start(string program, IEnumerable<string> args, CancellationToken ct)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var server = new ServerProcess(Launch(program, [.. args, "--urls", $"http://{address}"]), address);
        try
        {
            await server.Ready(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a program of this repository, whose runtime must not inherit what this process set for itself.</summary>
    public static Process Launch(string program, IReadOnlyList<string> args)
    {
        var start = File.Exists(program) ? new ProcessStartInfo(program, args) : new("dotnet", [$"{program}.dll", .. args]);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Remove(SocketThread.Inline);
        start.Environment.Remove(SocketThread.Threads);
        return Process.Start(start)!;
    }

    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (!_process.HasExited) _ = Kill(_process.Id, Terminate);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task Ready(CancellationToken ct)
    {
        for (var until = Clock.Now + Clock.Ticks(Patience); Clock.Now < until; await Task.Delay(50, ct))
        {
            if (_process.HasExited) throw new MeasurementException($"the server ended at once: {_output.Tail}");
            if (await Api.IsReady(ct)) return;
        }

        throw new MeasurementException($"the server is not ready after {Patience.TotalSeconds} s: {_output.Tail}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
