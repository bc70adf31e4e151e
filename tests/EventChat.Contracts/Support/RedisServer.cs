using StackExchange.Redis;

namespace EventChat.Contracts.Support;

/// <summary>The Redis that <c>./test</c> starts, seen from outside of EventChat.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private const string Variable = "EVENTCHAT_TEST_REDIS";
    private ConnectionMultiplexer? connection;

    public static string ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server
        ? server
        : throw new InvalidOperationException($"{Variable} names no Redis server; ./test starts one, or set it to a connection string.");

    public IDatabase Database => connection!.GetDatabase();

    public async Task InitializeAsync() => connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);

    public async Task DisposeAsync() => await connection!.DisposeAsync();
}
