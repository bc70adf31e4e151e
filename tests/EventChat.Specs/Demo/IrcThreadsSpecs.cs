using System.Text;
using CsCheck;
using EventChat.Api.Demo;

namespace EventChat.Specs.Demo;

public class IrcThreadsSpecs
{
    [Fact]
    public void A_reply_hangs_under_what_it_answers_and_a_start_under_nothing() =>
        Assert.Equal([(2, 0)], Roots(Threads("0 0 -", "1 1 -", "0 2 -")));

    [Fact]
    public void A_reply_to_a_reply_hangs_under_the_first_message() =>
        Assert.Equal([(1, 0), (2, 0), (3, 0)], Roots(Threads("2 3 -", "1 2 -", "0 1 -")));

    [Fact]
    public void Of_several_parents_the_earliest_counts_and_the_others_are_spare()
    {
        var threads = Threads("1 2 -", "0 2 -", "2 3 -");

        Assert.Equal([(2, 0), (3, 0)], Roots(threads));
        Assert.Equal(1, threads.SpareParents);
    }

    [Fact]
    public void A_link_that_makes_no_reply_is_named()
    {
        var threads = Threads("4 1 -", "0 9 -", "0 4 -", "4 5 -", "0 1", "x 1 -", "");

        Assert.Empty(threads.Roots);
        Assert.Equal(
            [
                "0 the answer stands before what it answers", "1 there is no line 9", "2 line 4 is no message (joined)",
                "3 line 4 is no message (joined)", "4 not of the form A B -", "5 not of the form A B -",
                "6 not of the form A B -",
            ],
            threads.Unused.Select(link => $"{link.Index} {link.Reason}"));
    }

    [Fact]
    public void A_root_is_always_an_earlier_message_that_is_no_reply_itself() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7]).Array[0, 20].Sample(static links =>
        {
            var threads = Threads([.. links.Select(link => $"{link.Item1} {link.Item2} -")]);
            Assert.All(
                threads.Roots, root => Assert.True(root.Value < root.Key && !threads.Roots.ContainsKey(root.Value)));
        });

    private static IEnumerable<(int, int)> Roots(IrcThreads threads) =>
        threads.Roots.Select(root => (root.Key, root.Value)).Order();

    // Lines 0 to 3 and 5 are messages, line 4 is a join.
    private static IrcThreads Threads(params string[] annotation) => IrcLog.Parse(
        "2030-01-01.general",
        "[12:00] <ada> a\n[12:00] <bob> b\n[12:01] <ada> c\n[12:01] <bob> d\n=== bob has joined #it\n[12:02] <ada> e"u8,
        Encoding.UTF8.GetBytes(string.Concat(annotation.Select(line => line + "\n")))).Threads;
}
