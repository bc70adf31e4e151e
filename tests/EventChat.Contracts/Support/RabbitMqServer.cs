using RabbitMQ.Client;

namespace EventChat.Contracts.Support;

/// <summary>The RabbitMQ that <c>./test</c> starts, seen from outside of EventChat.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private const string Variable = "EVENTCHAT_TEST_RABBITMQ";
    private readonly IConnection connection;

    private RabbitMqServer(IConnection connection) => this.connection = connection;

    public static string Address => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server
        ? server
        : throw new InvalidOperationException($"{Variable} names no RabbitMQ server; ./test starts one, or set it to an address.");

    public static async Task<RabbitMqServer> Connect() => new(await new ConnectionFactory { Uri = new(Address) }.CreateConnectionAsync());

    /// <summary>What somebody does behind the back of EventChat.</summary>
    public async Task Put(string exchange, byte[] body, BasicProperties properties)
    {
        await using var channel = await connection.CreateChannelAsync(new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.BasicPublishAsync(exchange, "", mandatory: true, properties, body);
    }

    /// <summary>A copy of what comes through an exchange next.</summary>
    public async Task<BasicGetResult> Capture(string exchange, Func<Task> send)
    {
        await using var channel = await connection.CreateChannelAsync();
        var copy = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(copy, exchange, "");
        await send();
        while (true)
        {
            if (await channel.BasicGetAsync(copy, autoAck: true) is { } message) return message;
            await Task.Delay(5);
        }
    }

    public async Task<uint> Count(string queue)
    {
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    public async Task Remove(string prefix)
    {
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in (string[])[prefix, $"{prefix}.dead", .. new[] { 1, 2, 4, 8, 16, 32, 64 }.Select(s => $"{prefix}.later.{s}")]) await channel.QueueDeleteAsync(queue);
        foreach (var exchange in (string[])[prefix, $"{prefix}.dead", $"{prefix}.later"]) await channel.ExchangeDeleteAsync(exchange);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
