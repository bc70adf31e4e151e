using EventChat.Adapters.Typing;
using EventChat.Contracts.Support;
using EventChat.Realtime.Typing;

namespace EventChat.Contracts.Typing;

public sealed class RedisTypingTests : TypingContract, IAsyncLifetime
{
    private readonly RedisTyping node = RedisTyping.Connect(RedisServer.ConnectionString);
    private readonly RedisTyping another = RedisTyping.Connect(RedisServer.ConnectionString);

    protected override ITyping Typing => node;
    protected override ITyping Elsewhere => another;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await node.DisposeAsync();
        await another.DisposeAsync();
    }
}
