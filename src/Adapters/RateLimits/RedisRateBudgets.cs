using EventChat.Adapters.Redis;
using StackExchange.Redis;

namespace EventChat.Adapters.RateLimits;

/// <summary>
/// The budgets that all nodes share: for each key a list of the microseconds at which it was spent, by the clock of the Redis server, read and changed by a
/// script in one round trip. Redis forgets a key that was idle for a window.
/// </summary>
public sealed class RedisRateBudgets(IConnectionMultiplexer redis) : IRateBudgets, IAsyncDisposable
{
    public const string Prefix = "eventchat:rate:";

    private const string Script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
        local oldest = redis.call('LINDEX', KEYS[1], 0)
        while oldest and now - oldest >= window do
          redis.call('LPOP', KEYS[1])
          oldest = redis.call('LINDEX', KEYS[1], 0)
        end
        local spent = redis.call('LLEN', KEYS[1])
        local allowed = spent < limit and 1 or 0
        if allowed == 1 then
          redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
          redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
          spent = spent + 1
          oldest = oldest or now
        end
        return { allowed, math.max(0, limit - spent), window - (now - oldest) }
        """;

    /// <summary>A Redis that is away now is tried again in the background.</summary>
    /// <exception cref="StartupException">The text is no connection string. It is not repeated: it may hold a password.</exception>
    public static RedisRateBudgets Connect(string connectionString) => new(RedisSettings.Connect(connectionString));

    /// <exception cref="RedisException">Redis cannot be asked.</exception>
    /// <exception cref="TimeoutException">It does not answer in time.</exception>
    public async ValueTask<Spent> Spend(string key, int limit, TimeSpan window, CancellationToken ct)
    {
        var answer = (long[])(await redis.GetDatabase().ScriptEvaluateAsync(Script, [Prefix + key], [limit, window.Ticks / TimeSpan.TicksPerMicrosecond]))!;
        return new(answer[0] == 1, (int)answer[1], TimeSpan.FromMicroseconds(answer[2]));
    }

    public ValueTask DisposeAsync() => redis.DisposeAsync();
}
