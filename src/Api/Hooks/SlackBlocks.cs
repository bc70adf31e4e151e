using System.Text.Json;

namespace EventChat.Api.Hooks;

/// <summary>Blocks as people would read them: headings bold, fields line by line, buttons and pictures as links. What a person would have to press or fill in is left out.</summary>
internal static class SlackBlocks
{
    /// <summary>Slack's own limit.</summary>
    public const int Most = 50;

    /// <exception cref="JsonException">A block is built as none can be.</exception>
    public static string ToMarkdown(IReadOnlyList<JsonElement> blocks, SlackNames names) => Joined("\n\n", blocks.Select(block => Block(block, names)));

    /// <summary>What there is of these, with something between.</summary>
    public static string Joined(string between, params IEnumerable<string?> parts) => string.Join(between, parts.Where(static p => !string.IsNullOrWhiteSpace(p)));

    /// <summary>Text of either kind; some send it bare.</summary>
    public static string? Words(JsonElement? text, SlackNames names) => text switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Object } thing => thing.Text("text") is { } words ? thing.Text("type") == "plain_text" ? SlackText.Plain(words) : SlackText.ToMarkdown(words, names) : null,
        { } bare => bare.Text() is { } words ? SlackText.ToMarkdown(words, names) : null,
    };

    /// <summary>Bold, line by line.</summary>
    public static string? Bold(string? words) =>
        words is null ? null : Joined("\n", words.Split('\n').Select(static line => string.IsNullOrWhiteSpace(line) ? "" : $"**{line.Trim()}**"));

    private static string? Block(JsonElement block, SlackNames names) => (block.Text("type") ?? throw new JsonException()) switch
    {
        "header" => Bold(Plainly(Find(block, "text"))),
        "section" => Joined("\n", [Words(Find(block, "text"), names), .. block.Things("fields").Select(field => Words(field, names)), Element(block.Thing("accessory"), names)]),
        "context" => Joined(" ", block.Things("elements").Select(element => Element(element, names))),
        "actions" => Joined(" · ", block.Things("elements").Select(element => Element(element, names))),
        "divider" => "---",
        "image" => Joined("\n", Bold(Plainly(Find(block, "title"))), Element(block, names)),
        "video" => Joined("\n", Bold(Titled(Raw(Find(block, "title")), block.Text("title_url") ?? block.Text("video_url"))), Plainly(Find(block, "description"))),
        "markdown" => block.Text("text"),
        "rich_text" => SlackRichText.ToMarkdown(block.Things("elements"), names),
        _ => Words(Find(block, "text"), names),
    };

    /// <summary>A button or a picture in a block, or text.</summary>
    private static string? Element(JsonElement? element, SlackNames names) => element is not { } thing ? null : thing.Text("type") switch
    {
        "mrkdwn" or "plain_text" => Words(thing, names),
        "image" => Picture(thing.Text("alt_text"), thing.Text("image_url")),
        "button" or "workflow_button" => thing.Text("url") is { } url ? SlackToken.Link(url, Raw(Find(thing, "text")) is { } text ? SlackText.Decoded(text) : null) : null,
        _ => null,
    };

    private static string? Picture(string? alt, string? url) => url is null ? alt is null ? null : SlackText.Plain(alt) : SlackToken.Link(url, alt is null ? "image" : SlackText.Decoded(alt));

    /// <summary>A title that leads somewhere, where it does.</summary>
    /// <param name="title">As it was sent.</param>
    public static string? Titled(string? title, string? url) => title is null ? null : url is null ? SlackText.Plain(title) : SlackToken.Link(url, SlackText.Decoded(title));

    private static string? Plainly(JsonElement? text) => Raw(text) is { } words ? SlackText.Plain(words) : null;

    private static string? Raw(JsonElement? text) => text switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Object } thing => thing.Text("text"),
        { } bare => bare.Text(),
    };

    private static JsonElement? Find(JsonElement block, string property) => block.TryGetProperty(property, out var value) ? value : null;
}
