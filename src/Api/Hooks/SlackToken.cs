using System.Text;
using EventChat.Events;

namespace EventChat.Api.Hooks;

/// <summary>What stands between angle brackets in a text of Slack: an address, a mention, a command.</summary>
internal static class SlackToken
{
    private static readonly string[] Schemes = ["http://", "https://", "mailto:", "tel:"];

    /// <param name="follows">The character behind it.</param>
    /// <returns>Null for what is none of it.</returns>
    public static string? ToMarkdown(string token, SlackNames names, char follows)
    {
        var bar = token.IndexOf('|', StringComparison.Ordinal);
        var (what, label) = bar < 0 ? (token, null) : (token[..bar], token[(bar + 1)..]);
        if (what.Length == 0) return null;
        return what[0] switch
        {
            '@' => Person(what[1..], label, names),
            '#' => Channel(what[1..], label, names),
            '!' => Command(what[1..], label, names),
            _ when IsAddress(what) => Link(SlackText.Decoded(what), label is null ? null : SlackText.Decoded(label), follows),
            _ => label is null ? null : SlackText.Plain(label),
        };
    }

    /// <summary>A link with what people read; a bare address where that says it all.</summary>
    /// <param name="address">Shown as text where it is none that a link may lead to.</param>
    /// <param name="label">Without entities; null for the address itself.</param>
    public static string Link(string address, string? label, char follows = '\0')
    {
        if (!IsAddress(address)) return SlackText.Escaped(label ?? address);
        var url = Encoded(address);
        var bare = url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? url[(url.IndexOf(':') + 1)..] : url;
        if (string.IsNullOrWhiteSpace(label) || label == address || label == bare)
            return bare != url || follows is '\0' or ' ' or '\n' ? bare : $"<{url}>";
        return $"[{Label(label)}]({url})";
    }

    public static bool IsAddress(string text) => Schemes.Any(scheme => text.Length > scheme.Length && text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static string Person(string name, string? label, SlackNames names) =>
        Id.TryParse<UserId>(name, out var id) ? $"@{names.Of(id) ?? label?.TrimStart('@') ?? name}" : $"@{SlackText.Decoded(name)}";

    private static string Channel(string name, string? label, SlackNames names) =>
        Id.TryParse<ChannelId>(name, out var id) ? $"#{names.Of(id) ?? label?.TrimStart('#') ?? name}" : $"#{label?.TrimStart('#') ?? SlackText.Decoded(name)}";

    private static string Command(string command, string? label, SlackNames names)
    {
        var parts = command.Split('^');
        return parts[0] switch
        {
            "channel" or "everyone" or "here" => $"@{parts[0]}",
            "group" => "@channel",
            "subteam" when parts.Length > 1 => $"@{(Id.TryParse<GroupId>(parts[1], out var id) ? names.Of(id) : null) ?? label?.TrimStart('@') ?? parts[1]}",
            _ => SlackText.Plain(label ?? parts[^1]),
        };
    }

    /// <summary>What would end the address in Markdown is written as RFC 3986 has it.</summary>
    private static string Encoded(string address)
    {
        if (!address.Any(Ends)) return address;
        var encoded = new StringBuilder();
        foreach (var c in address) encoded.Append(Ends(c) ? $"%{(int)c:X2}" : c.ToString());
        return encoded.ToString();
    }

    private static bool Ends(char c) => c is ' ' or '(' or ')' or '<' or '>' or '\\' or '"' or '`' || char.IsControl(c);

    private static string Label(string label) => SlackText.Escaped(label.ReplaceLineEndings(" ").Trim());
}
