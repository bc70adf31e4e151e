using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace EventChat.Acceptance.Support;

/// <summary>A Redis of a test's own, which can be killed and comes again at the same address with nothing in it.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private readonly string password = RandomNumberGenerator.GetHexString(32);
    private readonly int port = Ports.Free();
    private Process? process;

    private RedisProcess()
    {
    }

    public string ConnectionString => $"127.0.0.1:{port},password={password}";

    public static async Task<RedisProcess> Start()
    {
        var redis = new RedisProcess();
        await redis.Begin();
        return redis;
    }

    public async Task Begin()
    {
        process = Process.Start(new ProcessStartInfo("redis-server", ["-"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.BeginOutputReadLine();
        // The password comes by standard input: the list of processes shows arguments to everybody.
        await process.StandardInput.WriteAsync($"bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave \"\"\nappendonly no\ndaemonize no\n");
        process.StandardInput.Close();
        await Eventually.True(Answers, TimeSpan.FromSeconds(20), static () => "Redis does not answer");
    }

    public async Task Kill()
    {
        if (process is not { } running) return;
        process = null;
        running.Kill();
        await running.WaitForExitAsync();
        running.Dispose();
    }

    public async ValueTask DisposeAsync() => await Kill();

    private async Task<bool> Answers()
    {
        using var socket = new TcpClient();
        try { await socket.ConnectAsync("127.0.0.1", port); }
        catch (SocketException) { return false; }

        return true;
    }
}
