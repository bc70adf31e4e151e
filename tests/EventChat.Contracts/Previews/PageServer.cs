using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventChat.Contracts.Previews;

/// <summary>A web server of a few lines: what it answers to each path is said before, byte for byte.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<string, Func<NetworkStream, CancellationToken, Task>> pages = [];
    private readonly Task running;

    private PageServer()
    {
        listener.Start();
        running = Run();
    }

    public static PageServer Start() => new();

    /// <summary>Paths that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public string Url(string path) => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}{path}";

    public void Page(string path, string html, string type = "text/html; charset=utf-8") =>
        Answer(path, $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(html)}\r\nConnection: close\r\n\r\n{html}");

    public void Redirect(string path, string to) => Answer(path, $"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    public void Answer(string path, string response) => Answer(path, (stream, ct) => stream.WriteAsync(Encoding.UTF8.GetBytes(response), ct).AsTask());

    public void Answer(string path, Func<NetworkStream, CancellationToken, Task> response) => pages[path] = response;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task Run()
    {
        while (true) _ = Serve(await listener.AcceptTcpClientAsync(stopping.Token));
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                var path = (await reader.ReadLineAsync(stopping.Token) ?? "").Split(' ') is [_, var asked, ..] ? asked : "";
                while (await reader.ReadLineAsync(stopping.Token) is { Length: > 0 }) { }
                Asked.Enqueue(path);
                if (pages.TryGetValue(path, out var page)) await page(stream, stopping.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException) { }
        }
    }
}
