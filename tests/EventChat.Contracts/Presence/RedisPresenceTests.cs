using EventChat.Adapters.Presence;
using EventChat.Contracts.Support;
using EventChat.Realtime.Presence;

namespace EventChat.Contracts.Presence;

public sealed class RedisPresenceTests(RedisServer server) : PresenceContract, IClassFixture<RedisServer>, IAsyncLifetime
{
    private readonly RedisPresence node = RedisPresence.Connect(RedisServer.ConnectionString);
    private readonly RedisPresence another = RedisPresence.Connect(RedisServer.ConnectionString);

    protected override IPresence Presence => node;
    protected override IPresence Elsewhere => another;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await node.DisposeAsync();
        await another.DisposeAsync();
    }

    [Fact]
    public async Task Redis_forgets_a_person_a_minute_after_the_last_word()
    {
        await Post(node, Here, Ada, PresenceState.Online);
        Assert.InRange((await server.Database.KeyTimeToLiveAsync(RedisPresence.Prefix + Ada))!.Value, TimeSpan.FromSeconds(110), TimeSpan.FromSeconds(120));

        await Post(node, Here, Ada, PresenceState.Online, choice: true);
        await Post(node, Here, Ada, PresenceState.Offline, TimeSpan.Zero);
        Assert.InRange((await server.Database.KeyTimeToLiveAsync(RedisPresence.Prefix + Ada))!.Value, TimeSpan.FromSeconds(50), Minute);

        await Post(node, Here, Ada, PresenceState.Offline, TimeSpan.Zero, choice: false);
        Assert.False(await server.Database.KeyExistsAsync(RedisPresence.Prefix + Ada));
    }

    [Fact]
    public async Task What_nodes_that_died_said_is_swept_away()
    {
        for (var n = 0; n < 10; n++) await Post(node, $"node-{n}", Ada, PresenceState.Online, TimeSpan.FromMilliseconds(20));
        await Task.Delay(100);
        await Post(node, Here, Ada, PresenceState.Online);

        Assert.Equal(1, await server.Database.HashLengthAsync(RedisPresence.Prefix + Ada));
    }

    [Fact]
    public async Task A_Redis_that_has_forgotten_the_script_is_told_it_again()
    {
        await Post(node, Here, Ada, PresenceState.Online);
        await server.Database.ExecuteAsync("SCRIPT", "FLUSH");
        await Post(node, Here, Ada, PresenceState.Away);

        Assert.Equal(PresenceState.Away, await StateOf(Ada));
    }
}
