using EventChat.Adapters;
using EventChat.Api.Channels;
using EventChat.Commands.Handling;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Realtime.Pushes;

namespace EventChat.Api.Demo;

/// <summary>
/// Brings a log into its channel from wherever an earlier load came to, which the channel's own events tell: keys are remembered for a day
/// or two only.
/// </summary>
internal sealed class DemoChannels(CommandHandler commands, ChannelCommands channels, IEventStore store, PushLag lag)
{
    private const int MostInFlight = 200;

    /// <returns>How many steps had still to be taken.</returns>
    public async Task<int> Load(IrcPlan plan, string name, IReadOnlyDictionary<string, IrcPerson> people, Action<int> progress, CancellationToken ct)
    {
        var topic = $"#ubuntu on {plan.Log.Date:yyyy-MM-dd}. Source: IRC Disentanglement by J. K. Kummerfeld and others, licence CC-BY-4.0.";
        if (await store.ReadVersion(StreamName.For(plan.ChannelId), ct) == 0)
            await Patience.Try(async () => (await channels.Create(
                new(plan.ChannelId, DemoOwner.WorkspaceId, name, ChannelKind.Public, topic, ""), DemoOwner.Caller, ct)).Refusal, $"the channel {name}", ct);

        var place = await DemoPlace.Read(plan, people, store, commands, ct);
        var todo = plan.Steps.Count - place.Step;
        progress(plan.SendsBefore(place.Step));
        for (var patience = new Patience(); place.Step < plan.Steps.Count;)
        {
            var before = place.Step;
            var refusal = await Advance(plan, place, people, progress, ct);
            place = await DemoPlace.Read(plan, people, store, commands, ct);
            if (place.Step > before) patience.Renew();
            if (place.Step < plan.Steps.Count) await patience.Wait(refusal ?? new OutOfTurn(), ct);
        }

        return todo;
    }

    /// <summary>A day has one channel; where a folder holds several logs of a day, the name of the log tells them apart.</summary>
    public static string NameOf(IrcPlan plan, IEnumerable<IrcPlan> plans) => plans.Count(other => other.Log.Date == plan.Log.Date) == 1
        ? $"ubuntu-{plan.Log.Date:yyyy-MM-dd}"
        : $"ubuntu-{plan.Log.Name}";

    /// <returns>What stopped it where another try may do; null where all steps are taken.</returns>
    private async Task<Refusal?> Advance(
        IrcPlan plan, DemoPlace place, IReadOnlyDictionary<string, IrcPerson> people, Action<int> progress, CancellationToken ct)
    {
        var flight = new Queue<(IrcStep Step, Task<CommandResult> Result)>();
        Refusal? refusal = null;
        foreach (var step in plan.Steps.Skip(place.Step))
        {
            if (!await lag.Admit(ct)) refusal = new Overloaded();
            else if (flight.Count == MostInFlight) refusal = await Landed(plan, flight.Dequeue(), progress);
            if (refusal is not null) break;

            var person = people[IrcPerson.Fold(step.Nick)].UserId;
            flight.Enqueue((step, commands.Handle(place.Next(plan, step), new Caller(person, Role: WorkspaceRole.Member), ct)));
        }

        while (flight.TryDequeue(out var next))
        {
            var landed = await Landed(plan, next, progress);
            refusal ??= landed;
        }

        return refusal;
    }

    private static async Task<Refusal?> Landed(IrcPlan plan, (IrcStep Step, Task<CommandResult> Result) flight, Action<int> progress)
    {
        var refusal = (await flight.Result).Refusal;
        if (refusal is null && flight.Step is IrcStep.Send) progress(1);
        return refusal is null or Refusal.Unavailable
            ? refusal
            : throw new StartupException($"{plan.Log.Name}, line {flight.Step.Line + 1}: {refusal.Detail}");
    }
}
