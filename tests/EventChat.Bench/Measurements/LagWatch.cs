using EventChat.Bench.App;
using EventChat.Bench.Client;

namespace EventChat.Bench.Measurements;

/// <summary>Asks the server ten times a second how far its projections are behind.</summary>
internal sealed class LagWatch(ApiClient api, CancellationToken ct) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

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

    /// <summary>
    /// How many seconds until the projections have all that is in the log now, a minute at most; null where the server does
    /// not tell.
    /// </summary>
    public static async Task<double?> CatchUp(ApiClient api, CancellationToken ct)
    {
        var began = Clock.Now;
        var metrics = await api.Metrics(ct);
        if (metrics?.LogPosition is not { } end || metrics.Projected is null) return null;

        while (metrics?.Projected < end)
        {
            if (Clock.Now - began > Clock.Ticks(Patience)) break;
            await Task.Delay(20, ct);
            metrics = await api.Metrics(ct);
        }

        return Clock.Milliseconds(Clock.Now - began) / 1000;
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
