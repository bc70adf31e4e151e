using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Adapters.Redis;
using EventChat.Realtime.Typing;
using StackExchange.Redis;

namespace EventChat.Adapters.Typing;

/// <summary>Who is typing, between all nodes, by a channel of Redis; nothing is stored.</summary>
public sealed class RedisTyping(IConnectionMultiplexer redis) : ITyping, IAsyncDisposable
{
    public const string Channel = "eventchat:typing";

    /// <inheritdoc cref="RedisSettings.Connect"/>
    public static RedisTyping Connect(string connectionString) => new(RedisSettings.Connect(connectionString));

    /// <exception cref="RedisException">Redis cannot be told.</exception>
    /// <exception cref="TimeoutException">It does not answer in time.</exception>
    public Task Tell(Typist typist, CancellationToken ct) =>
        redis.GetSubscriber().PublishAsync(RedisChannel.Literal(Channel), JsonSerializer.SerializeToUtf8Bytes(typist, TypingJson.Default.Typist));

    public async IAsyncEnumerable<Typist> Hear([EnumeratorCancellation] CancellationToken ct)
    {
        var messages = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(Channel));
        try
        {
            await foreach (var message in messages.WithCancellation(ct))
                if (Read(message.Message) is { } typist) yield return typist;
        }
        finally
        {
            await messages.UnsubscribeAsync(CommandFlags.FireAndForget);
        }
    }

    public ValueTask DisposeAsync() => redis.DisposeAsync();

    /// <summary>What another version of the server says in other words is not understood, and not worth an error.</summary>
    private static Typist? Read(RedisValue message)
    {
        try { return JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)message).Span, TypingJson.Default.Typist); }
        catch (JsonException) { return null; }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Typist))]
internal sealed partial class TypingJson : JsonSerializerContext;
