using System.Globalization;
using System.Text.Json;
using EventChat.Events;

namespace EventChat.Api.Hooks;

/// <summary>Blocks of the kind that Slack's own editor makes: sections, lists, quotes and code, of pieces with styles.</summary>
internal static class SlackRichText
{
    public static string ToMarkdown(IReadOnlyList<JsonElement> elements, SlackNames names) => SlackBlocks.Joined("\n", elements.Select(element => Element(element, names)));

    private static string Element(JsonElement element, SlackNames names)
    {
        var pieces = element.Things("elements");
        return element.Text("type") switch
        {
            "rich_text_list" => List(element, pieces, names),
            "rich_text_quote" => Lined("> ", Pieces(pieces, names)),
            "rich_text_preformatted" => $"```\n{string.Concat(pieces.Select(static piece => piece.Text("text") ?? piece.Text("url")))}\n```",
            _ => Pieces(pieces, names).Trim('\n'),
        };
    }

    private static string List(JsonElement list, IReadOnlyList<JsonElement> items, SlackNames names)
    {
        var isOrdered = list.Text("style") == "ordered";
        var indent = new string(' ', int.TryParse(list.Text("indent"), NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? 2 * Math.Clamp(level, 0, 8) : 0);
        return SlackBlocks.Joined("\n", items.Select((item, at) => $"{indent}{(isOrdered ? $"{at + 1}." : "-")} {Element(item, names).ReplaceLineEndings(" ")}"));
    }

    private static string Pieces(IReadOnlyList<JsonElement> pieces, SlackNames names) => string.Concat(pieces.Select(piece => Styled(piece, Piece(piece, names))));

    private static string? Piece(JsonElement piece, SlackNames names) => piece.Text("type") switch
    {
        "text" => piece.Text("text") is { } text ? IsCode(piece) ? text : SlackText.Plain(text) : null,
        "link" => piece.Text("url") is { } url ? SlackToken.Link(url, piece.Text("text"), ' ') : null,
        "emoji" => piece.Text("name") is { } name ? $":{name}:" : null,
        "user" => Name('@', piece.Text("user_id"), static (names, id) => Id.TryParse<UserId>(id, out var user) ? names.Of(user) : null, names),
        "usergroup" => Name('@', piece.Text("usergroup_id"), static (names, id) => Id.TryParse<GroupId>(id, out var group) ? names.Of(group) : null, names),
        "channel" => Name('#', piece.Text("channel_id"), static (names, id) => Id.TryParse<ChannelId>(id, out var channel) ? names.Of(channel) : null, names),
        "broadcast" => piece.Text("range") is "here" ? "@here" : "@channel",
        "color" => piece.Text("value"),
        "date" => piece.Text("fallback"),
        _ => null,
    };

    private static string? Name(char sign, string? id, Func<SlackNames, string, string?> find, SlackNames names) => id is null ? null : $"{sign}{find(names, id) ?? id}";

    /// <summary>Marks stand at words, not at the blanks around them.</summary>
    private static string? Styled(JsonElement piece, string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || piece.Thing("style") is not { } style || text.Contains('\n', StringComparison.Ordinal)) return text;
        var words = text.Trim();
        var styled = words;
        if (style.Truth("code") == true) styled = $"`{styled}`";
        if (style.Truth("strike") == true) styled = $"~~{styled}~~";
        if (style.Truth("italic") == true) styled = $"_{styled}_";
        if (style.Truth("bold") == true) styled = $"**{styled}**";
        return text.Replace(words, styled, StringComparison.Ordinal);
    }

    private static bool IsCode(JsonElement piece) => piece.Thing("style")?.Truth("code") == true;

    private static string Lined(string start, string text) => string.Join('\n', text.Trim('\n').Split('\n').Select(line => start + line));
}
