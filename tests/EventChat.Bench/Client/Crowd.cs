using System.Net;

namespace EventChat.Bench.Client;

/// <summary>All members of a channel, connected and listening.</summary>
internal sealed class Crowd : IDisposable
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Listener[] _listeners;
    private readonly Timer _pings;

    private Crowd(Listener[] listeners)
    {
        _listeners = listeners;
        _pings = new(_ => Array.ForEach(_listeners, static listener => listener.Ping()), state: null, PingEvery, PingEvery);
    }

    public long Resets => _listeners.Sum(static listener => listener.Resets);

    public bool SameOrder => _listeners.All(listener => listener.Order == _listeners[0].Order);

    public static async Task<Crowd> Gather(
        IPEndPoint server, IReadOnlyList<string> tokens, Deliveries deliveries, Recorder recorder, CancellationToken ct)
    {
        var crowd = new Crowd([.. tokens.Select(token => new Listener(server, token, deliveries, recorder))]);
        await Task.WhenAll(crowd._listeners.Select(static listener => listener.Routed)).WaitAsync(Patience, ct);
        return crowd;
    }

    public void Dispose()
    {
        _pings.Dispose();
        Array.ForEach(_listeners, static listener => listener.Dispose());
    }
}
