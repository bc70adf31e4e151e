using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Api.Demo;

/// <summary>Where a load is in its channel, and what the channel will be like when all that was sent has landed.</summary>
internal sealed class DemoPlace
{
    private readonly Dictionary<int, int> numbers = [];
    private int lastNumber, memberCount;

    /// <summary>The first step that is not recorded yet.</summary>
    public int Step { get; private set; }

    public static async Task<DemoPlace> Read(
        IrcPlan plan, IReadOnlyDictionary<string, IrcPerson> people, IEventStore store, CommandHandler commands, CancellationToken ct)
    {
        var place = new DemoPlace();
        var stream = StreamName.For(plan.ChannelId);
        await foreach (var e in store.ReadStream(stream, 0, ct))
        {
            var step = e.Event is MessageSent { ClientMessageId: var key } ? plan.StepOf(key) : place.Step < plan.Steps.Count ? place.Step : null;
            if (step is { } index && people[IrcPerson.Fold(plan.Steps[index].Nick)].UserId == e.Actor) place.Take(plan.Steps[index], index, e);
        }

        (place.lastNumber, place.memberCount) = await commands.Ask<Channel, (int, int)>(
            stream, static (channel, _) => (channel.LastNumber, channel.MemberCount), ct);
        return place;
    }

    /// <summary>The message that a line became; null where it is not there yet.</summary>
    public int? NumberOf(int line) => numbers.TryGetValue(line, out var number) ? number : null;

    public InTurn Next(IrcPlan plan, IrcStep step)
    {
        var (last, members) = (lastNumber, memberCount);
        switch (step)
        {
            case IrcStep.Send send:
                numbers[send.Line] = ++lastNumber;
                return new(
                    new SendMessage(
                        plan.ChannelId, send.Text, send.Root is { } root ? numbers[root] : null, ClientMessageId: plan.KeyOf(send), SentAt: send.At),
                    last, members);
            case IrcStep.Join:
                memberCount++;
                return new(new JoinChannel(plan.ChannelId), last, members);
            default:
                memberCount--;
                return new(new LeaveChannel(plan.ChannelId), last, members);
        }
    }

    private void Take(IrcStep step, int index, RecordedEvent recorded)
    {
        if (recorded.Event is MessageSent sent) numbers[step.Line] = sent.Number;
        else if (!(step is IrcStep.Join && recorded.Event is MemberJoined || step is IrcStep.Leave && recorded.Event is MemberLeft)) return;
        Step = index + 1;
    }
}
