using EventChat.Api.Demo;

namespace EventChat.Specs.Demo;

public class RealIrcSpecs
{
    private static readonly Lazy<IrcLog[]> Logs = new(() => [.. IrcFolder.Read(RealIrcFactAttribute.Folder)]);

    [RealIrcFact]
    public void Every_line_ends_in_one_kind() => Assert.Equal(
        [
            "did 236", "joined 4339", "left 694", "noticed 5", "other: kick 1", "other: mode 50",
            "renamed 1345", "said 48589", "unreadable: no text 6",
        ],
        Logs.Value.SelectMany(log => log.Lines).CountBy(line => line.Kind)
            .Select(kind => $"{kind.Key} {kind.Value}").Order());

    [RealIrcFact]
    public void Each_log_has_as_many_lines_as_its_file() => Assert.All(Logs.Value, static log => Assert.Equal(
        File.ReadLines(Path.Combine(RealIrcFactAttribute.Folder, $"{log.Name}.raw.txt")).Count(), log.Lines.Count));

    [RealIrcFact]
    public void Messages_and_the_ones_without_text_are_all_lines_with_a_time_and_the_actions_of_older_logs() => Assert.Equal(
        48_695 + 141,
        Logs.Value.Sum(log => log.Messages.Count() + log.Lines.Count(line => line.Kind == "unreadable: no text")));

    [RealIrcFact]
    public void All_bytes_are_text_and_only_stray_controls_are_taken_out() => Assert.Equal(
        new IrcRepairs(Replaced: 0, Formatting: 0, Controls: 35),
        Logs.Value.Aggregate(IrcRepairs.None, (sum, log) => sum + log.Repairs));

    [RealIrcFact]
    public void Every_link_is_used_or_named()
    {
        IrcThreads[] threads = [.. Logs.Value.Select(log => log.Threads)];

        Assert.Equal(4_359, threads.Sum(t => t.Starts));
        Assert.Equal(11_907, threads.Sum(t => t.Replies));
        Assert.Equal(441, threads.Sum(t => t.SpareParents));
        Assert.Equal(8, threads.Sum(t => t.Unused.Count));
        Assert.Equal(1_342, threads.Sum(t => t.Roots.Values.Distinct().Count()));
    }

    [RealIrcFact]
    public void Time_never_runs_backwards_and_passes_midnight_six_times()
    {
        var steps = Logs.Value.SelectMany(log => log.Lines.Zip(log.Lines.Skip(1))).ToArray();

        Assert.All(steps, step => Assert.True(step.First.At <= step.Second.At));
        Assert.Equal(6, steps.Count(step => step.First.At.Date != step.Second.At.Date));
    }
}
