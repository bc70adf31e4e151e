namespace EventChat.Api.Demo;

/// <summary>A line that is not in the workspace now, and why.</summary>
/// <param name="Line">From 1, as editors count.</param>
public sealed record UnreadLine(string File, int Line, string Reason, string Text)
{
    public override string ToString() => $"{File}:{Line}: {Reason}: {Text}";

    public static IEnumerable<UnreadLine> Of(IrcLog log) =>
    [
        .. log.Lines.Where(static line => line is IrcLine.Other or IrcLine.Unreadable)
            .Select(line => new UnreadLine($"{log.Name}.raw.txt", line.Index + 1, line.Kind, line is IrcLine.Other other ? other.Raw : ((IrcLine.Unreadable)line).Raw)),
        .. log.Threads.Unused.Select(link => new UnreadLine($"{log.Name}.annotation.txt", link.Index + 1, "unused link", $"{link.Raw} ({link.Reason})")),
    ];
}

/// <summary>What the files hold.</summary>
/// <param name="Joins">Lines that say so; likewise Leaves and Renames.</param>
/// <param name="Arrivals">Members that came in, also by speaking or under another nick; likewise Departures.</param>
/// <param name="SpareParents">Links to a further message that was answered: a reply is in one thread only.</param>
public sealed record DemoCounts(
    int Logs, int Messages, int Threads, int Replies, int SpareParents, int People, int Joins, int Leaves, int Renames, int Arrivals, int Departures,
    int Repairs)
{
    public static DemoCounts Of(IReadOnlyCollection<IrcPlan> plans)
    {
        IrcLine[] lines = [.. plans.SelectMany(static plan => plan.Log.Lines)];
        IrcStep[] steps = [.. plans.SelectMany(static plan => plan.Steps)];
        return new(
            plans.Count,
            steps.Count(static step => step is IrcStep.Send),
            plans.Sum(static plan => plan.Log.Threads.Roots.Values.Distinct().Count()),
            plans.Sum(static plan => plan.Log.Threads.Replies),
            plans.Sum(static plan => plan.Log.Threads.SpareParents),
            DemoPeople.In(plans).Count,
            lines.Count(static line => line is IrcLine.Joined),
            lines.Count(static line => line is IrcLine.Left),
            lines.Count(static line => line is IrcLine.Renamed),
            steps.Count(static step => step is IrcStep.Join),
            steps.Count(static step => step is IrcStep.Leave),
            plans.Sum(static plan => plan.Log.Repairs.Replaced + plan.Log.Repairs.Formatting + plan.Log.Repairs.Controls));
    }
}

/// <param name="NewPeople">Accounts that this load made.</param>
/// <param name="NewSteps">Messages, arrivals and departures that this load recorded.</param>
public sealed record DemoReport(DemoCounts Counts, IReadOnlyList<UnreadLine> Unread, int NewPeople, int NewSteps, TimeSpan Took)
{
    private const int MostNamed = 10;

    public bool ChangedNothing => NewPeople == 0 && NewSteps == 0;

    public IEnumerable<string> Lines(string unreadFile)
    {
        var c = Counts;
        yield return ChangedNothing
            ? $"Demo: all of it was loaded already, looked through in {Took.TotalSeconds:0.0} s. The {c.Logs:N0} logs hold"
            : $"Demo: {NewPeople:N0} people and {NewSteps:N0} events loaded in {Took.TotalSeconds:0.0} s. The {c.Logs:N0} logs hold";
        yield return $"  {c.Messages:N0} messages, {c.Replies:N0} of them replies in {c.Threads:N0} threads ({c.SpareParents:N0} further links of replies are not shown)";
        yield return $"  {c.People:N0} people; {c.Joins:N0} joins, {c.Leaves:N0} leaves, {c.Renames:N0} renames: "
            + $"{c.Arrivals:N0} arrivals, also of people who spoke without a join, and {c.Departures:N0} departures";
        if (c.Repairs > 0) yield return $"  {c.Repairs:N0} characters that no text may hold were taken out or replaced";
        if (Unread.Count == 0) yield break;

        yield return $"  {Unread.Count:N0} lines are not shown: {string.Join(", ", Unread.CountBy(static line => line.Reason).Select(static kind => $"{kind.Value:N0} {kind.Key}"))}";
        foreach (var line in Unread.Take(MostNamed)) yield return $"    {line}";
        if (Unread.Count > MostNamed) yield return $"    … all of them are named in {unreadFile}";
    }
}
