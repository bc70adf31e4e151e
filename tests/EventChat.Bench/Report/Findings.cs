using System.Text.Json.Serialization;

namespace EventChat.Bench.Report;

/// <summary>All that a run found, in the order it was found.</summary>
internal sealed class Findings
{
    private readonly List<Figure> _figures = [];
    private readonly List<Failure> _failures = [];

    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>Measurements without a result.</summary>
    public IReadOnlyList<Failure> Failures => _failures;

    public void Add(Figure figure) => _figures.Add(figure);

    public void Fail(string measurement, string why) => _failures.Add(new(measurement, why));
}

internal sealed record Failure(string Measurement, string Why);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    WriteIndented = true,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Findings))]
internal sealed partial class FindingsJson : JsonSerializerContext;
