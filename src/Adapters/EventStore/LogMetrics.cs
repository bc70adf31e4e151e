using System.Diagnostics.Metrics;

namespace EventChat.Adapters.EventStore;

/// <summary>What the log says of itself, as <c>eventchat_log_…</c> at <c>/metrics</c>.</summary>
public sealed class LogMetrics
{
    public const string Meter = "EventChat.Log";
    private readonly Counter<long> events, refused, retries;
    private readonly Histogram<double> commits;
    private readonly Histogram<int> groups;

    public LogMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        meter.CreateObservableGauge("eventchat.log.queue", () => Queued(), description: "Appends that wait for the log.");
        meter.CreateObservableGauge("eventchat.log.position", () => Position(), description: "The last position this node knows of.");
        events = meter.CreateCounter<long>("eventchat.log.events", description: "Events that this node recorded.");
        refused = meter.CreateCounter<long>("eventchat.log.overloaded", description: "Appends refused because the queue was full.");
        retries = meter.CreateCounter<long>("eventchat.log.retries", description: "Commits tried again: another node wrote first, or the engine was away.");
        commits = meter.CreateHistogram<double>("eventchat.log.commit", "s", "Time of a commit.",
            advice: new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 10] });
        groups = meter.CreateHistogram<int>("eventchat.log.group", description: "Events in a commit.",
            advice: new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] });
    }

    public Func<long> Queued { get; set; } = static () => 0;
    public Func<long> Position { get; set; } = static () => 0;

    public void Committed(int count, TimeSpan time)
    {
        events.Add(count);
        groups.Record(count);
        commits.Record(time.TotalSeconds);
    }

    public void Overloaded() => refused.Add(1);
    public void Retried() => retries.Add(1);
}
