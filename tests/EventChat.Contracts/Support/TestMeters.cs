using System.Diagnostics.Metrics;

namespace EventChat.Contracts.Support;

internal sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> meters = [];

    public Meter Create(MeterOptions options)
    {
        lock (meters) meters.Add(new Meter(options.Name));
        return meters[^1];
    }

    public bool Has(Meter meter)
    {
        lock (meters) return meters.Contains(meter);
    }

    public void Dispose()
    {
        foreach (var meter in meters) meter.Dispose();
    }
}
