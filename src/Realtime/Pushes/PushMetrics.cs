using System.Diagnostics.Metrics;

namespace EventChat.Realtime.Pushes;

/// <summary>What the realtime side says of itself, as <c>eventchat_push_…</c> at <c>/metrics</c>.</summary>
public sealed class PushMetrics
{
    public const string Meter = "EventChat.Pushes";
    private readonly Counter<long> events, writes, dropped, resets, refused, resumed, read;

    public PushMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        meter.CreateObservableGauge("eventchat.push.lag.seconds", () => Lag().TotalSeconds, description: "Age of the oldest event that is not pushed yet.");
        meter.CreateObservableGauge("eventchat.push.connections", () => Connections(), description: "Connections that are routed or about to be.");
        meter.CreateObservableGauge("eventchat.push.queue", () => Queued(), description: "Pages and arrivals that wait for the router.");
        events = meter.CreateCounter<long>("eventchat.push.events", description: "Events that had at least one receiver here.");
        writes = meter.CreateCounter<long>("eventchat.push.writes", description: "Frames handed to connections.");
        dropped = meter.CreateCounter<long>("eventchat.push.dropped", description: "Frames dropped because a client was too slow.");
        resets = meter.CreateCounter<long>("eventchat.push.resets", description: "Channels that a slow client was told to fetch anew.");
        resumed = meter.CreateCounter<long>("eventchat.push.resumed", description: "Channels that clients asked what they had missed of.");
        read = meter.CreateCounter<long>("eventchat.push.resume.reads", description: "Reads of the log for that: one for all who come back to a channel at a time.");
        refused = meter.CreateCounter<long>("eventchat.push.overloaded", description: "Writes refused because pushes were behind.");
    }

    public Func<TimeSpan> Lag { get; set; } = static () => TimeSpan.Zero;
    public Func<long> Connections { get; set; } = static () => 0;
    public Func<long> Queued { get; set; } = static () => 0;

    public void Pushed(int count, int receivers)
    {
        events.Add(count);
        writes.Add(receivers);
    }

    public void Resumed(int channels) => resumed.Add(channels);
    public void ReadToResume() => read.Add(1);
    public void Dropped(int frames) => dropped.Add(frames);
    public void Reset() => resets.Add(1);
    public void Overloaded() => refused.Add(1);
}
