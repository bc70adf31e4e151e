using EventChat.Adapters;
using EventChat.Adapters.RateLimits;
using EventChat.Contracts.Support;
using StackExchange.Redis;

namespace EventChat.Contracts.RateLimits;

public sealed class RedisRateBudgetsTests(RedisServer server) : RateBudgetsContract, IClassFixture<RedisServer>, IAsyncLifetime
{
    private readonly RedisRateBudgets node = RedisRateBudgets.Connect(RedisServer.ConnectionString);
    private readonly RedisRateBudgets another = RedisRateBudgets.Connect(RedisServer.ConnectionString);

    protected override IRateBudgets Budgets => node;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await node.DisposeAsync();
        await another.DisposeAsync();
    }

    [Fact]
    public async Task Two_nodes_share_one_budget()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => (i % 2 == 0 ? node : another).Spend(Key, 30, Minute, CancellationToken.None).AsTask()));

        Assert.Equal(30, answers.Count(static a => a.Allowed));
    }

    [Fact]
    public async Task A_key_that_is_idle_for_a_window_goes()
    {
        await node.Spend(Key, 30, TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await node.Spend($"{Key}x", 30, Minute, CancellationToken.None);
        await Task.Delay(100);

        Assert.False(await server.Database.KeyExistsAsync(RedisRateBudgets.Prefix + Key));
        Assert.InRange((await server.Database.KeyTimeToLiveAsync($"{RedisRateBudgets.Prefix}{Key}x"))!.Value, TimeSpan.FromSeconds(50), Minute);
    }

    [Fact]
    public async Task It_keeps_as_many_times_as_the_limit_and_no_more()
    {
        await Spend(50, limit: 7);

        Assert.Equal(7, await server.Database.ListLengthAsync(RedisRateBudgets.Prefix + Key));
    }

    [Fact]
    public async Task A_Redis_that_has_forgotten_the_script_is_told_it_again()
    {
        await Spend(2, limit: 3);
        await server.Database.ExecuteAsync("SCRIPT", "FLUSH");

        Assert.Equal([(true, 0), (false, 0)], await Spend(2, limit: 3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("allowAdmin=maybe,password=s3cret")]
    [InlineData("localhost,s3cret=1")]
    public void What_is_no_connection_string_is_said_to_be_none_and_not_repeated(string connectionString)
    {
        var error = Assert.Throws<StartupException>(() => RedisRateBudgets.Connect(connectionString));

        Assert.StartsWith("Redis:ConnectionString", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }
}
