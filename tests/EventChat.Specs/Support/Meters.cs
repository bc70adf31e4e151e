using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EventChat.Specs.Support;

/// <summary>Makes meters of its own, and adds up what their counters say.</summary>
internal sealed class Meters : IMeterFactory
{
    private readonly List<Meter> meters = [];
    private readonly ConcurrentDictionary<string, long> sums = new();
    private readonly MeterListener listener = new();

    public Meters()
    {
        listener.InstrumentPublished = (instrument, hearing) =>
        {
            lock (meters)
                if (meters.Contains(instrument.Meter)) hearing.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
    }

    public long this[string counter] => sums.GetValueOrDefault(counter);

    /// <summary>What a gauge says now.</summary>
    public long Read(string gauge)
    {
        sums.TryRemove(gauge, out _);
        listener.RecordObservableInstruments();
        return this[gauge];
    }

    public Meter Create(MeterOptions options)
    {
        lock (meters)
        {
            meters.Add(new Meter(options.Name));
            return meters[^1];
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        foreach (var meter in meters) meter.Dispose();
    }
}
