using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EventChat.Contracts.Support;

namespace EventChat.Contracts.Jobs;

/// <summary>Meters of a test's own, and what they have counted.</summary>
internal sealed class JobCounts : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, long> sums = new();

    private JobCounts()
    {
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (Meters.Has(instrument.Meter) && instrument is Counter<long>) own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
    }

    public TestMeters Meters { get; } = new();

    public long this[string name] => sums.GetValueOrDefault(name);

    public static JobCounts Start() => new();

    public void Dispose()
    {
        listener.Dispose();
        Meters.Dispose();
    }
}
