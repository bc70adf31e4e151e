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

    /// <summary>The nick that a line begins with, and what follows it; nothing where the first word can be no nick or nothing follows.</summary>
    public static (string Nick, string Did)? First(string words)
    {
        var end = words.IndexOf(' ', StringComparison.Ordinal);
        while (end > 0 && words[end - 1] == ']' && end + 1 < words.Length && words[end + 1] != ' ') end = words.IndexOf(' ', end + 1);
        return end > 0 && Joined(words[..end]) is var nick && IsNick(nick) ? (nick, words[end..].Trim()) : null;
    }

    /// <summary>RFC 2812, 2.3.1, but for its length.</summary>
    private static bool IsNick(string text) => !char.IsAsciiDigit(text[0]) && text[0] != '-'
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '[' or ']' or '{' or '}' or '\\' or '|' or '`' or '^');

    private static string WithoutAddress(string who)
    {
        if (who is not [.., ']' or ')']) return who;

        var start = who.LastIndexOf(who[^1] == ']' ? " [" : " (", StringComparison.Ordinal);
        return start > 0 && who.AsSpan(start).Contains('@') ? who[..start] : who;
    }
}
