using StackExchange.Redis;

namespace EventChat.Adapters.RateLimits;

/// <summary>
/// The budgets that all nodes share: for each key a list of the microseconds at which it was spent, by the clock of the Redis server, read and changed by a
/// script in one round trip. Redis forgets a key that was idle for a window.
/// </summary>
public sealed class RedisRateBudgets(IConnectionMultiplexer redis) : IRateBudgets, IAsyncDisposable
{
    public const string Prefix = "eventchat:rate:";

    /// <summary>What a message may wait for a Redis that is slow or away, before its node counts alone. The operator's own words come after these and win.</summary>
    private const string Patience = "connectTimeout=2000,asyncTimeout=250,syncTimeout=2000,connectRetry=1,keepAlive=10,";

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
    public static RedisRateBudgets Connect(string connectionString)
    {
        if (Read(connectionString) is not { EndPoints.Count: > 0 } settings)
            throw new StartupException("Redis:ConnectionString cannot be read; it is like host:6379,password=…,ssl=true.");
        (settings.AbortOnConnectFail, settings.BacklogPolicy, settings.ClientName) = (false, BacklogPolicy.FailFast, "EventChat");
        return new(ConnectionMultiplexer.Connect(settings));
    }

    /// <exception cref="RedisException">Redis cannot be asked.</exception>
    /// <exception cref="TimeoutException">It does not answer in time.</exception>
    public async ValueTask<Spent> Spend(string key, int limit, TimeSpan window, CancellationToken ct)
    {
        var answer = (long[])(await redis.GetDatabase().ScriptEvaluateAsync(Script, [Prefix + key], [limit, window.Ticks / TimeSpan.TicksPerMicrosecond]))!;
        return new(answer[0] == 1, (int)answer[1], TimeSpan.FromMicroseconds(answer[2]));
    }

    private static ConfigurationOptions? Read(string connectionString)
    {
        try { return ConfigurationOptions.Parse(Patience + connectionString); }
        catch (Exception error) when (error is ArgumentException or FormatException) { return null; }
    }

    public ValueTask DisposeAsync() => redis.DisposeAsync();
}
