using System.Diagnostics;
using EventChat.Adapters;
using EventChat.Commands.Handling;

namespace EventChat.Api.Demo;

/// <summary>
/// Loads IRC logs through the same commands as the API. What was loaded before, wholly or in part, stays as it is and is not loaded again.
/// </summary>
public sealed class DemoLoader
{
    private const int ChannelsAtOnce = 8;
    private readonly DemoOwner owner;
    private readonly DemoPeople people;
    private readonly DemoChannels channels;
    private readonly DemoCheck check;

    internal DemoLoader(DemoOwner owner, DemoPeople people, DemoChannels channels, DemoCheck check) =>
        (this.owner, this.people, this.channels, this.check) = (owner, people, channels, check);

    /// <summary>Loads and checks; the app must have been started.</summary>
    /// <exception cref="StartupException">What cannot be loaded, in a line.</exception>
    public async Task<DemoReport> Load(IReadOnlyList<IrcPlan> plans, TextWriter console, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await owner.Ensure(console, ct);
            var known = DemoPeople.In(plans);
            var newPeople = await DemoProgress.Show(console, "people", known.Count, progress => people.Ensure(known.Values, progress, ct));
            var newSteps = await DemoProgress.Show(
                console, "messages", plans.Sum(static plan => plan.Sends.Count), progress => Load(plans, known, progress, ct));
            await check.Run(plans, ct);
            return new(DemoCounts.Of(plans), [.. plans.SelectMany(static plan => UnreadLine.Of(plan.Log))], newPeople, newSteps, Stopwatch.GetElapsedTime(begun));
        }
        catch (RefusedException busy)
        {
            throw new StartupException(busy.Refusal.Detail);
        }
    }

    private async Task<int> Load(IReadOnlyList<IrcPlan> plans, Dictionary<string, IrcPerson> known, Action<int> progress, CancellationToken ct)
    {
        var steps = 0;
        await Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = ChannelsAtOnce, CancellationToken = ct }, async (plan, stop) =>
            Interlocked.Add(ref steps, await channels.Load(plan, DemoChannels.NameOf(plan, plans), known, progress, stop)));
        return steps;
    }
}
