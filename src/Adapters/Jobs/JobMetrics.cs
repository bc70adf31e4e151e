using System.Diagnostics.Metrics;

namespace EventChat.Adapters.Jobs;

/// <summary>What the work says of itself, as <c>eventchat_jobs_…</c> at <c>/metrics</c>, by kind.</summary>
public sealed class JobMetrics
{
    public const string Meter = "EventChat.Jobs";
    private readonly Counter<long> done, failed, spared, given;
    private long waiting, later, kept;

    public JobMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        done = meter.CreateCounter<long>("eventchat.jobs.done", description: "Work that was done.");
        failed = meter.CreateCounter<long>("eventchat.jobs.failed", description: "Attempts that did not succeed.");
        spared = meter.CreateCounter<long>("eventchat.jobs.spared", description: "Attempts that were not made because whoever does the work was away a moment ago.");
        given = meter.CreateCounter<long>("eventchat.jobs.given_up", description: "Work that was refused, or did not succeed in time.");
        meter.CreateObservableGauge("eventchat.jobs.waiting", () => (Measurement<long>[])[new(Volatile.Read(ref waiting), Tag("state", "now")), new(Volatile.Read(ref later), Tag("state", "later"))],
            description: "Work that waits to be done, and that waits to be tried again: in this process, or at the broker.");
        meter.CreateObservableGauge("eventchat.jobs.kept", () => Volatile.Read(ref kept), description: "Failed work that waits for an operator, on the node that looks after it.");
    }

    public void Done(string kind) => done.Add(1, Tag("kind", kind));
    public void Failed(string kind) => failed.Add(1, Tag("kind", kind));
    public void Spared(string kind) => spared.Add(1, Tag("kind", kind));
    public void GivenUp(string kind) => given.Add(1, Tag("kind", kind));

    public void Waits(long now, long forLater) => (waiting, later) = (now, forLater);
    public void Keeps(long count) => kept = count;

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
