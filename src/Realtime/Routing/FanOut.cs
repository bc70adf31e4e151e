using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Realtime.Pushes;

namespace EventChat.Realtime.Routing;

/// <summary>
/// Writes a frame to some connections, then lets them be sent before it goes on: what is under way at once stays within the pool of arrays that
/// the pipes rent from, and within the processor's caches. Where many of a channel's connections are behind, it is the server that is behind, so
/// it waits for them: its lag closes the door for writes. A few slow clients hold nobody up.
/// </summary>
internal sealed class FanOut(PushMetrics metrics) : IDisposable
{
    private const int Chunk = 64, Many = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(50);
    private readonly FrameBuffer buffer = new();

    public async ValueTask Push(ChannelId channel, List<RecordedEvent> events, List<Outbox> receivers, CancellationToken ct)
    {
        var frame = Frame.Of(channel, events, buffer);
        for (var i = 0; i < receivers.Count; i++)
        {
            receivers[i].Send(frame);
            if (i % Chunk == Chunk - 1) await Task.Yield();
        }

        metrics.Pushed(events.Count, receivers.Count);
        if (IsCongested(receivers)) await LetThemCatchUp(receivers, ct);
    }

    public void Dispose() => buffer.Dispose();

    private static async Task LetThemCatchUp(List<Outbox> receivers, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; waited < LongestPause && IsCongested(receivers); waited += Pause) await Task.Delay(Pause, ct);
    }

    private static bool IsCongested(List<Outbox> receivers)
    {
        var congested = 0;
        foreach (var box in receivers)
            if (box.IsCongested) congested++;
        return congested >= Many && congested * 2 > receivers.Count;
    }
}
