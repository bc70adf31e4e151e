using System.Globalization;
using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>The most messages a second that all of 100 members receive with a 99th percentile under a second, none missing.</summary>
internal static class FanOut
{
    private const int Senders = 32;
    private const int Steps = 5;
    private const double LongestMilliseconds = 1000;

    public static async Task<HallOutcome> Measure(Community community, BenchOptions options, Step step, CancellationToken ct)
    {
        var unpaced = await Hall.Measure(community, Senders, new ClosedLoop(), options, step, ct);
        return IsGood(unpaced) ? unpaced : await Search(unpaced, community, options, step, ct);
    }

    private static async Task<HallOutcome> Search(
        HallOutcome unpaced, Community community, BenchOptions options, Step step, CancellationToken ct)
    {
        var (low, high, best) = (0d, unpaced.Outcome.Rate, unpaced);
        foreach (var attempt in Enumerable.Range(1, Steps))
        {
            var rate = (low + high) / 2;
            step.Say(string.Create(CultureInfo.InvariantCulture, $"search {attempt} of {Steps}: {rate:N0}/s"));
            var paced = await Hall.Measure(community, Senders, new Schedule(rate), options, step, ct);
            if (IsGood(paced)) (low, best) = (rate, paced);
            else high = rate;
        }

        return best;
    }

    private static bool IsGood(HallOutcome hall) => hall.NoneMissing && hall.Outcome.DeliveryP99 < LongestMilliseconds;
}
