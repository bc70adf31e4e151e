using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>
/// A channel whose members are connected and listening, with one device or several, while some of them post. A message counts when the last device
/// has it.
/// </summary>
internal static class Hall
{
    private const int MostPerSecond = 40_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>All 100 members, or as many connections of theirs.</summary>
    public static Task<HallOutcome> Measure(
        Community community, int senders, Pace pace, BenchOptions options, Step step, CancellationToken ct, int connections = Community.Size) =>
        Measure(
            community,
            new(senders, pace, connections, async (tokens, deliveries, recorder) => await Crowd.Gather(community.Server, tokens, deliveries, recorder, ct)),
            options,
            step,
            ct);

    public static async Task<HallOutcome> Measure(Community community, Occasion occasion, BenchOptions options, Step step, CancellationToken ct)
    {
        var (pace, connections) = (occasion.Pace, occasion.Connections);
        var recorder = new Recorder();
        var longest = options.LeadIn + (options.Round * (options.Repetitions + 3));
        var deliveries = new Deliveries(connections, (int)(MostPerSecond * longest.TotalSeconds), recorder);
        await using var audience = await occasion.Gather(community.Devices(connections), deliveries, recorder);
        var posters = community.Members.Take(occasion.Senders).Select(account =>
            new Poster(community.Server, account.Token, [community.Hall], 0, recorder, pace, deliveries, occasion.Characters)).ToList();
        try
        {
            pace.Start(posters);
            await step.Wait(options.LeadIn, ct);
            var outcome = await Round.Take(recorder, options, step, ct);
            await pace.Stop(Patience, ct);
            var completeness = await Drain(deliveries, recorder, ct);
            return new(outcome, completeness, audience.Resets, audience.SameOrder);
        }
        finally
        {
            posters.ForEach(static poster => poster.Dispose());
        }
    }

    /// <summary>Waits for what is still on its way, and says what never came.</summary>
    public static async Task<Completeness> Drain(Deliveries deliveries, Recorder recorder, CancellationToken ct)
    {
        var completeness = deliveries.Check();
        for (var until = Clock.Now + Clock.Ticks(Patience); completeness.Missing > 0 && Clock.Now < until;)
        {
            await Task.Delay(100, ct);
            completeness = deliveries.Check();
        }

        recorder.ThrowIfFailed();
        return completeness;
    }
}

/// <summary>What goes on in the hall: so many post, so many characters at a time, and those listen who are gathered for so many tokens.</summary>
internal sealed record Occasion(int Senders, Pace Pace, int Connections, Func<IReadOnlyList<string>, Deliveries, Recorder, Task<IAudience>> Gather)
{
    public int Characters { get; init; } = Poster.Characters;
}

/// <summary>The rounds, what never came or came twice, and whether all members saw one order.</summary>
internal sealed record HallOutcome(Outcome Outcome, Completeness Completeness, long Resets, bool SameOrder)
{
    public bool NoneMissing => Completeness is { Missing: 0, Doubled: 0 } && Resets == 0;

    public string Faults => string.Join(", ", new[]
    {
        Completeness.Missing > 0 ? $"{Completeness.Missing} pushes missing" : null,
        Completeness.Doubled > 0 ? $"{Completeness.Doubled} pushes doubled" : null,
        Resets > 0 ? $"{Resets} resets" : null,
    }.OfType<string>());
}
