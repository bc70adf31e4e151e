namespace EventChat.Api.Demo;

/// <summary>Nicks hold no space, but older logs put one behind each `]`: `[PG] _Ada` is `[PG]_Ada`.</summary>
internal static class IrcNick
{
    public static string Joined(string nick) => string.Concat(nick.Where(static c => !char.IsWhiteSpace(c)));

    /// <summary>The nick before its address (`Ada [n=ada@example.org]`); nothing where more is left.</summary>
    public static string? Of(string who)
    {
        var nick = WithoutAddress(who.Trim()).Trim().Replace("] ", "]", StringComparison.Ordinal);
        return nick.Length > 0 && !nick.Any(char.IsWhiteSpace) ? nick : null;
    }

    private static string WithoutAddress(string who)
    {
        if (who is not [.., ']' or ')']) return who;

        var start = who.LastIndexOf(who[^1] == ']' ? " [" : " (", StringComparison.Ordinal);
        return start > 0 && who.AsSpan(start).Contains('@') ? who[..start] : who;
    }
}
