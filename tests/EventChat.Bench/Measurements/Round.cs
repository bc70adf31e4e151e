using EventChat.Bench.Client;
using EventChat.Bench.Machine;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>One repetition: what happened in it, and how much of the machine went to whom.</summary>
internal sealed record Round(Tally Tally, double Seconds, double Others, double Client, double App)
{
    private const int Spare = 2;

    private bool IsQuiet => Others < Usage.Noisy;

    /// <summary>As many as asked for while the load goes on, and up to two more in place of noisy ones.</summary>
    public static async Task<Outcome> Take(
        Recorder recorder, BenchOptions options, Step step, CancellationToken ct, int? app = null)
    {
        List<Round> rounds = [];
        while (rounds.Count(static round => round.IsQuiet) < options.Repetitions
            && rounds.Count < options.Repetitions + Spare)
        {
            var usage = new Usage(app);
            recorder.Exchange();
            var began = Clock.Now;
            await step.Wait(options.Round, ct);
            var tally = recorder.Exchange();
            var seconds = Clock.Milliseconds(Clock.Now - began) / 1000;
            var (others, client, cores) = usage.Since();
            recorder.ThrowIfFailed();
            rounds.Add(new(tally, seconds, others, client, cores));
        }

        return new([.. rounds.Any(static round => round.IsQuiet) ? rounds.Where(static round => round.IsQuiet) : rounds]);
    }
}

/// <summary>The rounds that count, and the median of each of their figures.</summary>
internal sealed record Outcome(IReadOnlyList<Round> Rounds)
{
    public double Rate => Median(static round => round.Tally.Answers.Count / round.Seconds);

    public double AnswerP50 => Median(static round => round.Tally.Answers.Percentile(50));

    public double AnswerP99 => Median(static round => round.Tally.Answers.Percentile(99));

    public double DeliveryRate => Median(static round => round.Tally.Deliveries.Count / round.Seconds);

    public double DeliveryP50 => Median(static round => round.Tally.Deliveries.Percentile(50));

    public double DeliveryP99 => Median(static round => round.Tally.Deliveries.Percentile(99));

    public long Overloads => Rounds.Sum(static round => round.Tally.Overloads);

    /// <summary>Processor time of the app for each answer, in milliseconds.</summary>
    public double AppTime => Median(static round => 1000 * round.App * round.Seconds / round.Tally.Answers.Count);

    public double Client => Median(static round => round.Client);

    /// <summary>Of the noisiest round that counts.</summary>
    public double Others => Rounds.Max(static round => round.Others);

    private double Median(Func<Round, double> figure)
    {
        var sorted = Rounds.Select(figure).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
