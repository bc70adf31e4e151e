using EventChat.Adapters.Redis;
using Microsoft.Extensions.Logging;

namespace EventChat.Adapters.RateLimits;

/// <summary>
/// The shared budgets while they answer, and this node's own while they do not: limits protect the server, so their absence may not stop it. For a
/// second after each failure nobody waits for the shared ones again, and then one request alone tries.
/// </summary>
public sealed partial class SteadyRateBudgets(IRateBudgets shared, IRateBudgets own, TimeProvider clock, RateMetrics metrics, ILogger<SteadyRateBudgets> logger)
    : IRateBudgets, IAsyncDisposable
{
    private static readonly long Rest = TimeSpan.FromSeconds(1).Ticks;
    private readonly long begun = clock.GetTimestamp();
    private long nextTry;
    private bool isAway;

    public ValueTask<Spent> Spend(string key, int limit, TimeSpan window, CancellationToken ct)
    {
        if (!Volatile.Read(ref isAway)) return Ask(key, limit, window, ct);
        var now = clock.GetElapsedTime(begun).Ticks;
        var next = Volatile.Read(ref nextTry);
        return now >= next && Interlocked.CompareExchange(ref nextTry, now + Rest, next) == next ? Ask(key, limit, window, ct) : Alone(key, limit, window, ct);
    }

    public ValueTask DisposeAsync() => shared is IAsyncDisposable connected ? connected.DisposeAsync() : ValueTask.CompletedTask;

    private async ValueTask<Spent> Ask(string key, int limit, TimeSpan window, CancellationToken ct)
    {
        try
        {
            var spent = await shared.Spend(key, limit, window, ct);
            if (Interlocked.Exchange(ref isAway, false)) LogBack();
            return spent;
        }
        catch (Exception error) when (RedisSettings.IsAway(error))
        {
            Volatile.Write(ref nextTry, clock.GetElapsedTime(begun).Ticks + Rest);
            if (!Interlocked.Exchange(ref isAway, true)) LogAway(error.GetType().Name);
            return await Alone(key, limit, window, ct);
        }
    }

    private ValueTask<Spent> Alone(string key, int limit, TimeSpan window, CancellationToken ct)
    {
        metrics.Alone();
        return own.Spend(key, limit, window, ct);
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer ({Reason}): until it does, this node counts its rate limits alone")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "Redis answers again: rate limits are shared")]
    private partial void LogBack();
}
