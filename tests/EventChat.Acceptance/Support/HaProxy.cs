using System.Diagnostics;

namespace EventChat.Acceptance.Support;

/// <summary>HAProxy in front of some servers: each connection goes to the next that is ready.</summary>
public sealed class HaProxy : IAsyncDisposable
{
    private readonly Process running;
    private readonly string settings;

    private HaProxy(Process process, string file, Uri address) => (running, settings, Address) = (process, file, address);

    public Uri Address { get; }

    public static async Task<HaProxy> Start(params Uri[] servers)
    {
        var port = Ports.Free();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"""
            global
                log stderr local0 warning
            defaults
                mode http
                timeout connect 1s
                timeout check 2s
                timeout client 90s
                timeout server 90s
                timeout tunnel 10m
                option redispatch
                option http-no-delay
                retries 3
                retry-on conn-failure empty-response
            frontend chat
                bind 127.0.0.1:{port}
                default_backend nodes
            backend nodes
                balance roundrobin
                option httpchk GET /health/live
                default-server check inter 200ms fall 2 rise 1 on-marked-down shutdown-sessions
            {string.Join('\n', servers.Select(static (server, n) => $"    server node{n} {server.Host}:{server.Port}"))}

            """);
        var process = Process.Start(new ProcessStartInfo(File.Exists("/usr/sbin/haproxy") ? "/usr/sbin/haproxy" : "haproxy", ["-db", "-f", file])
        {
            UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var proxy = new HaProxy(process, file, new($"http://127.0.0.1:{port}"));
        using var http = new HttpClient();
        await Eventually.True(() => proxy.Answers(http), TimeSpan.FromSeconds(20), static () => "HAProxy does not answer");
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        running.Kill();
        await running.WaitForExitAsync();
        running.Dispose();
        File.Delete(settings);
    }

    private async Task<bool> Answers(HttpClient http)
    {
        try { return (await http.GetAsync(new Uri(Address, "/health/live"))).IsSuccessStatusCode; }
        catch (HttpRequestException) { return false; }
    }
}
