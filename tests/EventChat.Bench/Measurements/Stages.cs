using System.Globalization;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>The first figures, and those of the grown store beside them.</summary>
internal sealed class Stages(Findings findings)
{
    public const int Growth = 10;

    private readonly Dictionary<string, (double Value, long Messages)> _first = [];

    public bool IsGrown { get; set; }

    /// <summary>How many messages a figure was first measured at; null where it was not.</summary>
    public long? FirstMessages(string key) => _first.TryGetValue(key, out var first) ? first.Messages : null;

    /// <summary>A figure that should stay as it is while messages gather.</summary>
    public void AddLasting(Figure figure, long messages)
    {
        Add(figure);
        if (!IsGrown) _first[figure.Key] = (figure.Value, messages);
        else if (_first.TryGetValue(figure.Key, out var first)) findings.Add(Flat(figure, first, messages));
    }

    public void Add(Figure figure) =>
        findings.Add(IsGrown ? figure with { Key = figure.Grown, Name = $"{figure.Name}, grown" } : figure);

    private static Figure Flat(Figure figure, (double Value, long Messages) first, long messages) =>
        new(figure.Flat, $"{figure.Name}, against the first", 100 * figure.Value / first.Value, Unit.Percent)
        {
            Bar = figure.Unit == Unit.PerSecond ? Bars.FlatRate : Bars.FlatDuration,
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{messages:N0} messages, {(double)messages / first.Messages:F1} times as many"),
            Noise = figure.Noise,
        };
}
