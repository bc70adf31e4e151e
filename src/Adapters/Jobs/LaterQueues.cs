using MassTransit;
using MassTransit.RabbitMqTransport;

namespace EventChat.Adapters.Jobs;

/// <summary>
/// Where work waits for its next attempt: in queues that nobody reads and whose messages go back to the first one when their time is over. A queue is of pauses that are
/// about as long, since a message leaves only from the front. They are made anew with each connection, so a broker that has forgotten everything does as well.
/// </summary>
internal sealed class LaterQueues(string queue, Action<ChannelContext> connected) : IFilter<ChannelContext>
{
    /// <summary>Upper ends, in seconds; the last takes what is longer.</summary>
    private static readonly int[] Seconds = [1, 2, 4, 8, 16, 32, 64];

    public static string Exchange(string queue) => $"{queue}.later";

    public static IEnumerable<string> Names(string queue) => Seconds.Select(s => $"{queue}.later.{s}");

    public static string RoutingKey(TimeSpan pause) => $"{Seconds.FirstOrDefault(s => pause.TotalSeconds <= s, Seconds[^1])}";

    /// <summary>
    /// Kept by a majority of a cluster, and written before it is confirmed. What leaves one for another is in both until the other has confirmed it, which nothing but
    /// a quorum queue does.
    /// </summary>
    public static Dictionary<string, object?> Lasting(string onward) => new()
    {
        ["x-queue-type"] = "quorum", ["x-dead-letter-exchange"] = onward, ["x-dead-letter-strategy"] = "at-least-once", ["x-overflow"] = "reject-publish",
    };

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await context.ExchangeDeclare(Exchange(queue), "direct", true, false, new Dictionary<string, object>(), context.CancellationToken);
        foreach (var s in Seconds)
        {
            await context.QueueDeclare($"{queue}.later.{s}", true, false, false, Lasting(queue)!, context.CancellationToken);
            await context.QueueBind($"{queue}.later.{s}", Exchange(queue), $"{s}", new Dictionary<string, object>(), context.CancellationToken);
        }

        connected(context);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("later");
}
