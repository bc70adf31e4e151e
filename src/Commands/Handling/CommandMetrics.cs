using System.Diagnostics.Metrics;

namespace EventChat.Commands.Handling;

/// <summary>What the write side says of itself, as <c>eventchat_…</c> at <c>/metrics</c>.</summary>
public sealed class CommandMetrics
{
    public const string Meter = "EventChat.Commands";
    private readonly Counter<long> refused, conflicts, evicted, snapshots;
    private readonly Histogram<double> loads;

    public CommandMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        meter.CreateObservableGauge("eventchat.commands.waiting", () => Waiting(), description: "Commands that wait for a decision or for the log.");
        meter.CreateObservableGauge("eventchat.state.entries", () => Entries(), description: "Streams whose state is in memory.");
        meter.CreateObservableGauge("eventchat.state.bytes", () => Bytes(), "By", "Memory that states hold, roughly.");
        refused = meter.CreateCounter<long>("eventchat.commands.overloaded", description: "Commands refused because a queue was full.");
        conflicts = meter.CreateCounter<long>("eventchat.commands.conflicts", description: "Batches decided again because the stream had moved.");
        evicted = meter.CreateCounter<long>("eventchat.state.evicted", description: "States dropped, least used first, to stay within the budget.");
        snapshots = meter.CreateCounter<long>("eventchat.state.snapshots", description: "Snapshots written.");
        loads = meter.CreateHistogram<double>("eventchat.state.load", "s", "Time to load a stream's state from its snapshot and tail.",
            advice: new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5] });
    }

    public Func<long> Entries { get; set; } = static () => 0;
    public Func<long> Bytes { get; set; } = static () => 0;
    public Func<long> Waiting { get; set; } = static () => 0;

    public void Overloaded() => refused.Add(1);
    public void Conflict() => conflicts.Add(1);
    public void Evicted(int count) => evicted.Add(count);
    public void Snapshot() => snapshots.Add(1);
    public void Loaded(TimeSpan time) => loads.Record(time.TotalSeconds);
}
