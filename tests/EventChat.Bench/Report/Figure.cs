using System.Globalization;
using System.Text.Json.Serialization;

namespace EventChat.Bench.Report;

/// <summary>One measured number beside what it should be and what bounds it on this machine.</summary>
internal sealed record Figure(string Key, string Name, double Value, Unit Unit)
{
    public Bar? Bar { get; init; }

    /// <summary>The same without the product's work, measured in the same run.</summary>
    public double? Limit { get; init; }

    public string Note { get; init; } = string.Empty;

    /// <summary>In cores, what other processes used meanwhile; null where it was not watched.</summary>
    public double? Noise { get; init; }

    /// <summary>The keys of the same figure in the grown store, and of the two compared.</summary>
    [JsonIgnore]
    public string Grown => $"{Key}.grown";

    [JsonIgnore]
    public string Flat => $"{Key}.flat";

    [JsonIgnore]
    public bool IsOfGrown => Key.EndsWith(".grown", StringComparison.Ordinal) || Key.EndsWith(".flat", StringComparison.Ordinal);

    public bool? Met => Bar?.IsMetBy(Value);

    public string Text(double value) => Unit switch
    {
        Unit.PerSecond => string.Create(CultureInfo.InvariantCulture, $"{value:N0}/s"),
        Unit.Milliseconds when Math.Abs(value) < 1 => string.Create(CultureInfo.InvariantCulture, $"{value:F3} ms"),
        Unit.Milliseconds => string.Create(CultureInfo.InvariantCulture, $"{value:F1} ms"),
        Unit.Seconds => string.Create(CultureInfo.InvariantCulture, $"{value:F2} s"),
        Unit.Count => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
        Unit.Megabytes => string.Create(CultureInfo.InvariantCulture, $"{value:F0} MB"),
        Unit.Kilobytes => string.Create(CultureInfo.InvariantCulture, $"{value:F1} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:F0} %"),
    };
}

internal enum Unit
{
    PerSecond,
    Milliseconds,
    Seconds,
    Percent,
    Kilobytes,
    Megabytes,
    Count,
}

/// <summary>What a figure should reach, or stay under.</summary>
/// <param name="Least">What it should not stay under either; only where less is better.</param>
internal sealed record Bar(double Value, bool IsFloor, double? Least = null)
{
    public static Bar AtLeast(double value) => new(value, IsFloor: true);

    public static Bar AtMost(double value) => new(value, IsFloor: false);

    public static Bar Within(double least, double most) => new(most, IsFloor: false, least);

    public bool IsMetBy(double value) => IsFloor ? value >= Value : value <= Value && !(value < Least);

    public string Text(Figure figure) =>
        Least is { } least ? $"{figure.Text(least)} to {figure.Text(Value)}" : $"{(IsFloor ? "≥" : "≤")} {figure.Text(Value)}";
}
