using System.Globalization;

namespace EventChat.Bench.App;

/// <summary>One reading of the server's /metrics.</summary>
internal sealed class Metrics
{
    private readonly List<Sample> _samples = [];

    /// <summary>Of the projection that is furthest behind, in seconds; null where none tells.</summary>
    public double? Lag => Of("eventchat_projection_lag_seconds").Max(static sample => (double?)sample.Value);

    /// <summary>Where the projection is that is furthest behind.</summary>
    public double? Projected => Of("eventchat_projection_position").Min(static sample => (double?)sample.Value);

    /// <summary>Pushes that clients were too slow for.</summary>
    public double PushesDropped => Of("eventchat_push_dropped_total").Sum(static sample => sample.Value);

    /// <summary>Reads of the log for those who came back.</summary>
    public double ReadsToResume => Of("eventchat_push_resume_reads_total").Sum(static sample => sample.Value);

    /// <summary>How many states were loaded, and how long that took together.</summary>
    public (double Count, double Seconds) StateLoads => (
        Of("eventchat_state_load_seconds_count").Sum(static sample => sample.Value),
        Of("eventchat_state_load_seconds_sum").Sum(static sample => sample.Value));

    public static Metrics Parse(string text)
    {
        var metrics = new Metrics();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] == '#') continue;

            var nameEnd = line.IndexOfAny('{', ' ');
            var value = line[(line.IndexOf('}') + 1)..];
            value = value[value.IndexOf(' ')..].Trim();
            var valueEnd = value.IndexOf(' ');
            if (valueEnd >= 0) value = value[..valueEnd];
            if (nameEnd > 0 && double.TryParse(value, CultureInfo.InvariantCulture, out var number))
            {
                metrics._samples.Add(new(line[..nameEnd].ToString(), number));
            }
        }

        return metrics;
    }

    private IEnumerable<Sample> Of(string name) => _samples.Where(sample => sample.Name == name);

    private readonly record struct Sample(string Name, double Value);
}
