using EventChat.Client;

namespace EventChat.Bench.Client;

/// <summary>Many with the client library, who lose their connections at one moment and come back.</summary>
internal sealed class Returners : IAsyncDisposable
{
    private const int AtOnce = 32;

    private readonly Lock _gate = new();
    private readonly Deliveries _deliveries;
    private readonly HashSet<int> _away = [], _lost = [];
    private readonly List<ChatListener> _listeners = [];
    private readonly Dictionary<int, long> _returned = [];
    private readonly TaskCompletionSource<IReadOnlyList<long>> _back = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isExpected;

    private Returners(Deliveries deliveries) => _deliveries = deliveries;

    public bool SameOrder => _listeners.All(listener => listener.Order == _listeners[0].Order);

    public static async Task<Returners> Gather(Uri server, IReadOnlyList<string> tokens, Deliveries deliveries, CancellationToken ct)
    {
        var all = new Returners(deliveries);
        await Parallel.ForEachAsync(tokens.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (one, stop) =>
        {
            var listener = await ChatListener.Start(server, one.Item, all.Received, state => all.Changed(one.Index, state), stop);
            lock (all._gate) all._listeners.Add(listener);
        });
        return all;
    }

    /// <summary>Ends when each of them has been away and has everything again, and says when they had, the first one first.</summary>
    public Task<IReadOnlyList<long>> Back()
    {
        lock (_gate)
        {
            _isExpected = true;
            _lost.Clear();
            return _back.Task;
        }
    }

    public async ValueTask DisposeAsync() => await Parallel.ForEachAsync(_listeners, static async (listener, _) => await listener.DisposeAsync());

    private void Received(long id, long at)
    {
        lock (_gate) _deliveries.Received(id, at);
    }

    private void Changed(int who, ChatState state)
    {
        lock (_gate)
        {
            _returned[who] = Clock.Now;
            if (state == ChatState.Live) _away.Remove(who);
            else if (_away.Add(who)) _lost.Add(who);
            if (_isExpected && _lost.Count == _listeners.Count && _away.Count == 0) _back.TrySetResult([.. _returned.Values.Order()]);
        }
    }
}
