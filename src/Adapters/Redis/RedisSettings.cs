using StackExchange.Redis;

namespace EventChat.Adapters.Redis;

/// <summary>How all that uses Redis reads <c>Redis:ConnectionString</c>.</summary>
internal static class RedisSettings
{
    /// <summary>What a call may wait for a Redis that is slow or away. The operator's own words come after these and win.</summary>
    private const string Patience = "connectTimeout=2000,asyncTimeout=250,syncTimeout=2000,connectRetry=1,keepAlive=10,";

    /// <summary>A Redis that is away now is tried again in the background.</summary>
    /// <exception cref="StartupException">The text is no connection string. It is not repeated: it may hold a password.</exception>
    public static ConnectionMultiplexer Connect(string connectionString)
    {
        if (Read(connectionString) is not { EndPoints.Count: > 0 } settings)
            throw new StartupException("Redis:ConnectionString cannot be read; it is like host:6379,password=…,ssl=true.");
        (settings.AbortOnConnectFail, settings.BacklogPolicy, settings.ClientName) = (false, BacklogPolicy.FailFast, "EventChat");
        return ConnectionMultiplexer.Connect(settings);
    }

    /// <summary>Whether it is Redis that failed, and not whoever asked it.</summary>
    public static bool IsAway(Exception error) => error is RedisException or TimeoutException or ObjectDisposedException;

    private static ConfigurationOptions? Read(string connectionString)
    {
        try { return ConfigurationOptions.Parse(Patience + connectionString); }
        catch (Exception error) when (error is ArgumentException or FormatException) { return null; }
    }
}
