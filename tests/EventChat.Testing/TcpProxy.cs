using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EventChat.Testing;

/// <summary>A bad network in front of some servers: it spreads connections over those that take them, makes bytes late, and cuts.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, TcpClient> open = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Random random = new(7);
    private readonly Task accepting;
    private Uri[] servers = [];

    public TcpProxy()
    {
        listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = Accept();
    }

    public Uri Address { get; }

    /// <summary>Each piece of bytes is late by up to this.</summary>
    public TimeSpan Delay { get; set; }

    public int Cuts { get; private set; }

    public void SendTo(params Uri[] some) => Volatile.Write(ref servers, some);

    /// <summary>Cuts some of the connections, in the middle of whatever they say.</summary>
    /// <param name="share">Of them: 0 to 1.</param>
    public void Cut(double share)
    {
        foreach (var (here, there) in open)
        {
            if (Draw() >= share) continue;
            Cuts++;
            here.Close();
            there.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        Cut(1);
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Dispose();
        closing.Dispose();
    }

    private async Task Accept()
    {
        while (true) _ = Serve(await listener.AcceptTcpClientAsync(closing.Token));
    }

    private async Task Serve(TcpClient here)
    {
        using var there = new TcpClient();
        try
        {
            await Reach(there);
            open[here] = there;
            await Task.WhenAny(Pass(here, there), Pass(there, here));
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException) { }
        finally
        {
            open.TryRemove(here, out _);
            here.Dispose();
        }
    }

    private async Task Reach(TcpClient there)
    {
        var some = Volatile.Read(ref servers);
        if (some.Length == 0) throw new SocketException((int)SocketError.ConnectionRefused);
        var server = some[(int)(Draw() * some.Length)];
        await there.ConnectAsync(server.Host, server.Port, closing.Token);
    }

    private async Task Pass(TcpClient from, TcpClient to)
    {
        var (bytes, source, target) = (new byte[16_384], from.GetStream(), to.GetStream());
        while (await source.ReadAsync(bytes, closing.Token) is > 0 and var count)
        {
            if (Delay > TimeSpan.Zero) await Task.Delay(Delay * Draw(), closing.Token);
            await target.WriteAsync(bytes.AsMemory(0, count), closing.Token);
        }
    }

    private double Draw()
    {
        lock (random) return random.NextDouble();
    }
}
