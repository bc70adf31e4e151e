using System.Diagnostics.Metrics;

namespace EventChat.Adapters.Jobs;

/// <summary>What the work says of itself, as <c>eventchat_jobs_…</c> at <c>/metrics</c>, by kind.</summary>
public sealed class JobMetrics
{
    public const string Meter = "EventChat.Jobs";
    private readonly Counter<long> done, failed, given;

    public JobMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        done = meter.CreateCounter<long>("eventchat.jobs.done", description: "Work that was done.");
        failed = meter.CreateCounter<long>("eventchat.jobs.failed", description: "Attempts that did not succeed.");
        given = meter.CreateCounter<long>("eventchat.jobs.given_up", description: "Work that was refused, or did not succeed in time.");
    }

    public void Done(string kind) => done.Add(1, Tag(kind));
    public void Failed(string kind) => failed.Add(1, Tag(kind));
    public void GivenUp(string kind) => given.Add(1, Tag(kind));

    private static KeyValuePair<string, object?> Tag(string kind) => new("kind", kind);
}
