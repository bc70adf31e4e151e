namespace EventChat.Api.Demo;

/// <summary>Reads what stands behind `===`. In older logs actions stand there too, so a move counts only if it fits whole, and what is left is an action of whoever comes first.</summary>
internal static class IrcSystemLine
{
    private static readonly (string What, string Mark)[] Marks =
    [
        ("mode", " mode/"), ("mode", " sets mode"),
        ("kick", " was kicked "), ("kick", " has kicked "),
        ("topic", " topic for #"), ("topic", " topic to "), ("topic", " the topic of #"),
    ];

    public static IrcLine Read(int index, DateTimeOffset at, string line)
    {
        var words = line.TrimStart('=').Trim();
        if (words.Length == 0) return new IrcLine.Unreadable(index, at, line, "nothing behind ===");
        if (Mover(words, " has joined ", IsChannel) is { } joined) return new IrcLine.Joined(index, at, joined);
        if (Mover(words, " has left ", IsChannel) is { } left) return new IrcLine.Left(index, at, left);
        if (Mover($"{words} ", " has quit ", IsReason) is { } quit) return new IrcLine.Left(index, at, quit);
        if (Renaming(words) is var (from, to)) return new IrcLine.Renamed(index, at, from, to);

        if (WhatOf(words) is { } what) return new IrcLine.Other(index, at, what, line);
        return IrcNick.First(words) is var (nick, did) ? IrcLine.Did.Of(index, at, nick, did) : new IrcLine.Other(index, at, "unknown", line);
    }

    private static string? Mover(string words, string move, Predicate<string> fits) =>
        words.IndexOf(move, StringComparison.OrdinalIgnoreCase) is var at and > 0
        && fits(words[(at + move.Length)..].Trim())
            ? IrcNick.Of(words[..at])
            : null;

    private static (string From, string To)? Renaming(string words)
    {
        const string Move = " now known as ";
        if (words.IndexOf(Move, StringComparison.OrdinalIgnoreCase) is not (var at and > 0)) return null;

        var from = words[..at].TrimEnd();
        if (from.EndsWith(" is", StringComparison.OrdinalIgnoreCase)) from = from[..^3];
        var to = words[(at + Move.Length)..];
        return IrcNick.Of(from) is { } before && IrcNick.Of(to) is { } after ? (before, after) : null;
    }

    private static bool IsChannel(string rest) => rest.StartsWith('#');

    private static bool IsReason(string rest) =>
        rest.Length == 0 || rest[0] is '[' or '(' || rest.StartsWith("IRC", StringComparison.Ordinal);

    private static string? WhatOf(string words)
    {
        foreach (var (what, mark) in Marks)
        {
            if ($" {words}".Contains(mark, StringComparison.OrdinalIgnoreCase)) return what;
        }

        return null;
    }
}
