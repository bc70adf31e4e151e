using EventChat.Bench.App;

namespace EventChat.Bench.Measurements;

/// <summary>Asks the server ten times a second how far its projections are behind.</summary>
internal sealed class LagWatch(ApiClient api, CancellationToken ct) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
    private Task _watching = Task.CompletedTask;

    /// <summary>In seconds; null where the server has not told.</summary>
    public double? Longest { get; private set; }

    public void Begin() => _watching = Watch();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Watch()
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            if ((await api.Metrics(_stop.Token))?.Lag is { } lag) Longest = Math.Max(Longest ?? 0, lag);
        }
    }
}
