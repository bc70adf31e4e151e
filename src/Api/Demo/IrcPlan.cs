using EventChat.Events;

namespace EventChat.Api.Demo;

/// <summary>Something that a line leads to, and that records exactly one event.</summary>
public abstract record IrcStep(int Line, string Nick)
{
    public sealed record Join(int Line, string Nick) : IrcStep(Line, Nick);

    public sealed record Leave(int Line, string Nick) : IrcStep(Line, Nick);

    /// <param name="Root">Line of the message whose thread this one is in.</param>
    public sealed record Send(int Line, string Nick, string Text, DateTimeOffset At, int? Root) : IrcStep(Line, Nick);
}

/// <summary>
/// What a log comes to in its channel, in order. Who speaks without having joined joins first; who takes another nick leaves, and the new nick
/// joins. Who joins twice or leaves without having been in changes nothing, so that the channel's events tell how far a load came.
/// </summary>
public sealed record IrcPlan(IrcLog Log, IReadOnlyList<IrcStep> Steps)
{
    private readonly Dictionary<string, int> sends = Steps.Index()
        .Where(static step => step.Item is IrcStep.Send).ToDictionary(step => KeyOf(Log.Name, step.Item.Line), static step => step.Index);

    public ChannelId ChannelId { get; } = Id.Derive<ChannelId>('C', "demo", "irc", Log.Name);
    public IReadOnlyList<IrcStep.Send> Sends { get; } = [.. Steps.OfType<IrcStep.Send>()];

    public static IrcPlan Of(IrcLog log)
    {
        List<IrcStep> steps = [];
        HashSet<string> inside = [];
        foreach (var line in log.Lines)
        {
            switch (line)
            {
                case IrcLine.Message said:
                    Enter(said.Index, said.Nick);
                    steps.Add(new IrcStep.Send(said.Index, said.Nick, said.Text, said.At, RootOf(log, said.Index)));
                    break;
                case IrcLine.Joined joined: Enter(joined.Index, joined.Nick); break;
                case IrcLine.Left left: Exit(left.Index, left.Nick); break;
                case IrcLine.Renamed named when IrcPerson.Fold(named.From) != IrcPerson.Fold(named.To):
                    Exit(named.Index, named.From);
                    Enter(named.Index, named.To);
                    break;
            }
        }

        return new(log, steps);

        void Enter(int index, string nick)
        {
            if (inside.Add(IrcPerson.Fold(nick))) steps.Add(new IrcStep.Join(index, nick));
        }

        void Exit(int index, string nick)
        {
            if (inside.Remove(IrcPerson.Fold(nick))) steps.Add(new IrcStep.Leave(index, nick));
        }
    }

    public int SendsBefore(int step) => Steps.Take(step).Count(static s => s is IrcStep.Send);

    /// <summary>The idempotency key of a message, which also tells later whether and as what number it was loaded.</summary>
    public string KeyOf(IrcStep.Send send) => KeyOf(Log.Name, send.Line);

    /// <summary>The step that a key belongs to; null for a message that is no part of the log.</summary>
    public int? StepOf(string? key) => key is not null && sends.TryGetValue(key, out var step) ? step : null;

    private static string KeyOf(string log, int line) => $"irc:{log}:{line}";

    private static int? RootOf(IrcLog log, int line) => log.Threads.Roots.TryGetValue(line, out var root) ? root : null;
}
