using System.Diagnostics.Metrics;

namespace EventChat.Adapters.RateLimits;

/// <summary>What the limits say of themselves, as <c>eventchat_ratelimit_…</c> at <c>/metrics</c>.</summary>
public sealed class RateMetrics
{
    public const string Meter = "EventChat.RateLimits";
    private readonly Counter<long> refused, alone;

    public RateMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meter);
        refused = meter.CreateCounter<long>("eventchat.ratelimit.refused", description: "Requests beyond their budget, by kind.");
        alone = meter.CreateCounter<long>("eventchat.ratelimit.alone", description: "Requests counted by this node alone, because the shared budgets were away.");
    }

    public void Refused(string kind) => refused.Add(1, new KeyValuePair<string, object?>("kind", kind));
    public void Alone() => alone.Add(1);
}
