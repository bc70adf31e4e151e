using System.Numerics;

namespace EventChat.Bench.Client;

/// <summary>Durations in log-linear buckets: any percentile is exact to 1.6 %, and recording is one increment.</summary>
internal sealed class Histogram
{
    private const int Bits = 6;
    private const int Linear = 1 << Bits;

    private readonly long[] _buckets = new long[(64 - Bits) * Linear];

    public long Count { get; private set; }

    public long Longest { get; private set; }

    public void Record(long ticks)
    {
        var value = Math.Max(ticks, 0);
        _buckets[Bucket(value)]++;
        Count++;
        if (value > Longest) Longest = value;
    }

    /// <summary>In milliseconds; not a number where nothing was recorded.</summary>
    public double Percentile(double percent)
    {
        if (Count == 0) return double.NaN;

        var rank = (long)Math.Ceiling(Count * percent / 100);
        var (bucket, seen) = (0, _buckets[0]);
        while (seen < rank) seen += _buckets[++bucket];
        return Clock.Milliseconds(Math.Min(Middle(bucket), Longest));
    }

    private static int Bucket(long value)
    {
        if (value < Linear) return (int)value;

        var power = BitOperations.Log2((ulong)value);
        return ((power - Bits + 1) << Bits) + (int)((value >> (power - Bits)) & (Linear - 1));
    }

    private static long Middle(int bucket)
    {
        if (bucket < Linear) return bucket;

        var shift = (bucket >> Bits) - 1;
        return ((long)(Linear + (bucket & (Linear - 1))) << shift) + ((1L << shift) / 2);
    }
}
