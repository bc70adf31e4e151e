using EventChat.Events.Store;
using EventChat.Realtime.Pushes;

namespace EventChat.Realtime.Routing;

/// <summary>
/// What is no event has no place in the log, so nothing orders it behind a removal by itself: before it is sent to anybody, the head of the log is asked for, and
/// waited for until this node has routed everything up to it. What was forbidden before it happened is forbidden here by then.
/// </summary>
public sealed class Frontier(IEventStore store, ChannelRouter router)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <param name="through">How far another follower of the log is, whose word counts too.</param>
    /// <exception cref="LogUnavailableException">Nobody knows where the head is.</exception>
    internal async Task Reach(Func<Position> through, CancellationToken ct)
    {
        var head = await store.ReadHead(ct);
        while (router.Position < head || through() < head) await Task.Delay(Pause, ct);
    }

    internal Task Reach(CancellationToken ct) => Reach(() => router.Position, ct);
}

/// <summary>For some connections, each of which is told something else; nothing is said to one whose session has ended.</summary>
/// <param name="Sent">Called when all of it is on its way.</param>
internal sealed record Delivery(IReadOnlyList<(Outbox Box, Frame Frame)> Frames, Action Sent)
{
    /// <summary>As many as the router sends without looking at what else waits.</summary>
    public const int Most = 64;

    public void Send(RouteTable routes)
    {
        foreach (var (box, frame) in Frames)
            if (routes.Has(box)) box.Send(frame);
        Sent();
    }
}
