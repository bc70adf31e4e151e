using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace EventChat.Acceptance.Support;

/// <summary>A RabbitMQ of a test's own, which can be killed and comes again at the same address with what it had on disk.</summary>
public sealed class RabbitMqProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string password = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly int port = Ports.Free(), distribution = Ports.Free(), mapperPort = Ports.Free();
    private string folder = "";
    private Process? mapper, process;

    private RabbitMqProcess()
    {
    }

    public string Address => $"amqp://eventchat:{password}@127.0.0.1:{port}";

    public static async Task<RabbitMqProcess> Start()
    {
        var broker = new RabbitMqProcess();
        using (var making = broker.Shell($"make_rabbitmq_folder {broker.port}"))
        {
            broker.folder = (await making.StandardOutput.ReadToEndAsync()).Trim();
            await making.WaitForExitAsync();
        }

        broker.mapper = broker.Shell($"run_rabbitmq_mapper {broker.mapperPort}");
        await Eventually.True(() => Answers(broker.mapperPort), Patience, static () => "its port mapper does not answer");
        await broker.Begin();
        return broker;
    }

    public async Task Begin()
    {
        process = Shell($"run_rabbitmq {folder} {port} {distribution} {mapperPort}");
        process.BeginOutputReadLine();
        await Eventually.True(() => Answers(port), Patience, static () => "RabbitMQ does not answer");
    }

    /// <summary>No farewell, nothing is written any more.</summary>
    public async Task Kill()
    {
        await End(process);
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        await End(mapper);
        if (folder.Length > 0) Directory.Delete(folder, recursive: true);
    }

    private static async Task End(Process? running)
    {
        if (running is null) return;
        running.Kill();
        await running.WaitForExitAsync();
        running.Dispose();
    }

    private Process Shell(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"set -euo pipefail; source scripts/test-rabbitmq.sh; {command}"])
        {
            WorkingDirectory = RepositoryFolder.Find(), UseShellExecute = false, RedirectStandardOutput = true,
        };
        start.Environment["RABBITMQ_TEST_PASSWORD"] = password;
        return Process.Start(start)!;
    }

    private static async Task<bool> Answers(int port)
    {
        using var socket = new TcpClient();
        try { await socket.ConnectAsync("127.0.0.1", port); }
        catch (SocketException) { return false; }

        return true;
    }
}
