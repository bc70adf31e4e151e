namespace EventChat.Bench.Client;

/// <summary>What happened during one round. Written by the socket thread only.</summary>
internal sealed class Tally
{
    public Histogram Answers { get; } = new();

    public Histogram Deliveries { get; } = new();

    /// <summary>How often the server said 503 and the message was sent again later.</summary>
    public long Overloads { get; private set; }

    public void Answered(long ticks) => Answers.Record(ticks);

    public void Delivered(long ticks) => Deliveries.Record(ticks);

    public void Overloaded() => Overloads++;
}

/// <summary>Where the connections write; the driver exchanges the tally between rounds without stopping them.</summary>
internal sealed class Recorder
{
    private volatile Tally _current = new();
    private string? _failure;

    public Tally Current => _current;

    /// <summary>The first thing that went wrong; a measurement with a failure has no result.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    public Tally Exchange()
    {
        var finished = _current;
        _current = new();
        return finished;
    }

    public void Fail(string why) => Interlocked.CompareExchange(ref _failure, why, comparand: null);

    public void ThrowIfFailed()
    {
        if (Failure is { } why) throw new MeasurementException(why);
    }
}

/// <summary>A measurement that has no result, with the reason.</summary>
internal sealed class MeasurementException(string why) : Exception(why);
