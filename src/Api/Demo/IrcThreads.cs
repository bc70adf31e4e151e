using System.Globalization;

namespace EventChat.Api.Demo;

/// <summary>A line of an annotation that makes no reply, with the reason.</summary>
public sealed record UnusedLink(int Index, string Raw, string Reason);

/// <summary>
/// Threads of one level: Roots tells, for each line that is a reply, the first line of its conversation. `A B -` says
/// that B replies to A, and A's own links are walked to their first message. A line with several parents follows the
/// earliest; the others are SpareParents. Starts, Replies, SpareParents and Unused add up to the annotation's lines.
/// </summary>
public sealed record IrcThreads(
    IReadOnlyDictionary<int, int> Roots, int Starts, int SpareParents, IReadOnlyList<UnusedLink> Unused)
{
    public int Replies => Roots.Count;

    internal static IrcThreads Of(IReadOnlyList<IrcLine> lines, IEnumerable<string> annotation)
    {
        var starts = 0;
        List<(int Parent, int Reply)> links = [];
        List<UnusedLink> unused = [];
        foreach (var (index, raw) in annotation.Index())
        {
            var link = LinkOf(raw);
            if (ReasonAgainst(link, lines) is { } reason) unused.Add(new UnusedLink(index, raw, reason));
            else if (link is var (parent, reply) && parent < reply) links.Add((parent, reply));
            else starts++;
        }

        var roots = RootsOf(links);
        return new IrcThreads(roots, starts, links.Count - roots.Count, unused);
    }

    // In the order of replies each parent has its root already.
    private static Dictionary<int, int> RootsOf(IEnumerable<(int Parent, int Reply)> links)
    {
        Dictionary<int, int> roots = [];
        foreach (var (parent, reply) in links.OrderBy(static link => link.Reply).ThenBy(static link => link.Parent))
        {
            roots.TryAdd(reply, roots.GetValueOrDefault(parent, parent));
        }

        return roots;
    }

    private static string? ReasonAgainst((int A, int B)? link, IReadOnlyList<IrcLine> lines) => link switch
    {
        null => "not of the form A B -",
        var (a, b) when a > b => "the answer stands before what it answers",
        var (_, b) when b >= lines.Count => $"there is no line {b}",
        var (a, b) when a == b => null,
        var (a, _) when lines[a] is not IrcLine.Message => $"line {a} is no message ({lines[a].Kind})",
        var (_, b) when lines[b] is not IrcLine.Message => $"line {b} is no message ({lines[b].Kind})",
        _ => null,
    };

    private static (int A, int B)? LinkOf(string raw) =>
        raw.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var a, var b, "-"]
        && int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && int.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            ? (from, to)
            : null;
}
