using System.Globalization;
using EventChat.Bench.Measurements;

namespace EventChat.Bench.Report;

/// <summary>How outcomes read as figures.</summary>
internal static class Figures
{
    public static Figure Posts(string key, string name, Outcome outcome) => new(key, name, outcome.Rate, Unit.PerSecond)
    {
        Note = Join(Percentiles(outcome.AnswerP50, outcome.AnswerP99), Refused(outcome), Client(outcome)),
        Noise = outcome.Others,
    };

    public static Figure Share(string key, string name, Outcome outcome, double echo) =>
        new(key, name, 100 * outcome.Rate / echo, Unit.Percent) { Noise = outcome.Others };

    public static Figure LatencyP50(string key, string name, HallOutcome hall) =>
        new(key, $"{name}, p50", hall.Outcome.DeliveryP50, Unit.Milliseconds)
        {
            Note = Join(Percentiles(hall.Outcome.DeliveryP50, hall.Outcome.DeliveryP99), Answered(hall), hall.Faults),
            Noise = hall.Outcome.Others,
        };

    public static Figure LatencyP99(string key, string name, HallOutcome hall) =>
        new(key, $"{name}, p99", hall.Outcome.DeliveryP99, Unit.Milliseconds) { Noise = hall.Outcome.Others };

    public static Figure Delivered(string key, string name, HallOutcome hall) =>
        new(key, name, hall.Outcome.DeliveryRate, Unit.PerSecond)
        {
            Note = Join(
                Percentiles(hall.Outcome.DeliveryP50, hall.Outcome.DeliveryP99),
                hall.Faults.Length == 0 ? "none missing" : hall.Faults,
                Refused(hall.Outcome),
                Client(hall.Outcome)),
            Noise = hall.Outcome.Others,
        };

    public static string Join(params string[] notes) => string.Join(", ", notes.Where(static note => note.Length > 0));

    public static string Percentiles(double p50, double p99) =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {p50:F1} ms, p99 {p99:F1} ms");

    private static string Answered(HallOutcome hall) =>
        string.Create(CultureInfo.InvariantCulture, $"sender answered p50 {hall.Outcome.AnswerP50:F1} ms");

    private static string Refused(Outcome outcome) =>
        outcome.Overloads == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{outcome.Overloads:N0} times 503");

    private static string Client(Outcome outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"client {outcome.Client:F2} cores");
}
