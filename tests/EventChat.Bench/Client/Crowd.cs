using System.Net;

namespace EventChat.Bench.Client;

/// <summary>All members of a channel, connected and listening at as little cost for this process as can be.</summary>
internal sealed class Crowd : IAudience
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

    /// <param name="stopsReading">Whether they take nothing any more once they are there.</param>
    public static async Task<Crowd> Gather(
        IPEndPoint server, IReadOnlyList<string> tokens, Deliveries deliveries, Recorder recorder, CancellationToken ct, bool stopsReading = false)
    {
        var crowd = new Crowd([.. tokens.Select(token => new Listener(server, token, deliveries, recorder, stopsReading))]);
        await Task.WhenAll(crowd._listeners.Select(static listener => listener.Routed)).WaitAsync(Patience, ct);
        return crowd;
    }

    public async ValueTask DisposeAsync()
    {
        await _pings.DisposeAsync();
        Array.ForEach(_listeners, static listener => listener.Dispose());
    }
}
