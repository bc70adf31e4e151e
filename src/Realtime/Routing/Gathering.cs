using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Realtime.Pushes;

namespace EventChat.Realtime.Routing;

/// <summary>What was heard of the channels that somebody here is in, until it leaves: the events of a channel as one frame.</summary>
internal sealed class Gathering(RouteTable routes, PushMetrics metrics) : IDisposable
{
    private readonly Dictionary<ChannelId, List<RecordedEvent>> gathered = [];
    private readonly FanOut fanOut = new(metrics);

    public bool IsEmpty => gathered.Count == 0;

    public void Add(ChannelId channel, RecordedEvent e)
    {
        if (routes.Receivers(channel) is null) return;
        if (!gathered.TryGetValue(channel, out var events)) gathered.Add(channel, events = []);
        events.Add(e);
    }

    public async ValueTask Flush(CancellationToken ct)
    {
        if (gathered.Count == 0) return;
        foreach (var (channel, events) in gathered)
            if (routes.Receivers(channel) is { } receivers) await fanOut.Push(channel, events, receivers, ct);
        gathered.Clear();
    }

    public void Dispose() => fanOut.Dispose();
}
