namespace EventChat.Bench.Measurements;

/// <summary>Looks ten times a second, from its beginning until it is disposed, and keeps the highest that it saw.</summary>
internal sealed class Watch(Func<CancellationToken, Task<double?>> look, CancellationToken ct) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
    private Task _watching = Task.CompletedTask;

    /// <summary>Null where there was nothing to be seen.</summary>
    public double? Highest { get; private set; }

    public void Begin() => _watching = Look();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Look()
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            if (await look(_stop.Token) is { } seen) Highest = Math.Max(Highest ?? 0, seen);
        }
    }
}
