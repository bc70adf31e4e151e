using System.Text.Json;

namespace EventChat.Api.Hooks;

/// <summary>Attachments as people would read them, from the words before them to their footer. What they say in case nothing else can be shown is taken where nothing else is.</summary>
internal static class SlackAttachments
{
    /// <summary>Slack's own limit.</summary>
    public const int Most = 100;

    public static string ToMarkdown(IReadOnlyList<JsonElement> attachments, SlackNames names) =>
        SlackBlocks.Joined("\n\n", attachments.Select(attachment => Attachment(attachment, names)));

    private static string Attachment(JsonElement attachment, SlackNames names)
    {
        var blocks = attachment.Things("blocks");
        if (blocks.Count > SlackBlocks.Most) throw new JsonException();
        var said = SlackBlocks.Joined("\n",
            Words(attachment, "pretext", names),
            SlackBlocks.ToMarkdown(blocks, names),
            SlackBlocks.Titled(attachment.Text("author_name"), attachment.Text("author_link")),
            Title(attachment),
            Words(attachment, "text", names),
            SlackBlocks.Joined("\n", attachment.Things("fields").Select(field => Field(field, names))),
            Picture(attachment),
            SlackBlocks.Joined(" · ", attachment.Things("actions").Select(Action)));
        if (said.Length == 0) return Words(attachment, "fallback", names) ?? "";
        return SlackBlocks.Joined("\n", said, Words(attachment, "footer", names));
    }

    private static string? Title(JsonElement attachment) => SlackBlocks.Bold(SlackBlocks.Titled(attachment.Text("title"), attachment.Text("title_link")));

    /// <summary>A value of several lines stands below its title.</summary>
    private static string Field(JsonElement field, SlackNames names)
    {
        var (title, value) = (Plainly(field, "title"), Words(field, "value", names));
        return title is null ? value ?? "" : value is null ? $"**{title}**" : $"**{title}**{(value.Contains('\n', StringComparison.Ordinal) ? "\n" : ": ")}{value}";
    }

    private static string? Picture(JsonElement attachment) => attachment.Text("image_url") is { } url ? SlackToken.Link(url, "image") : null;

    private static string? Action(JsonElement action) => action.Text("url") is { } url ? SlackToken.Link(url, action.Text("text") is { } text ? SlackText.Decoded(text) : null) : null;

    private static string? Words(JsonElement thing, string property, SlackNames names) => thing.Text(property) is { } text ? SlackText.ToMarkdown(text, names) : null;

    private static string? Plainly(JsonElement thing, string property) => thing.Text(property) is { } text ? SlackText.Plain(text) : null;
}
