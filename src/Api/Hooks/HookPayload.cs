using System.Text;
using System.Text.Json;
using EventChat.Commands.Messages;
using EventChat.Commands.Names;
using EventChat.Events.Channels;

namespace EventChat.Api.Hooks;

/// <summary>What a program sent, as the message that it becomes.</summary>
/// <param name="Channel">Id or name, with its sign or without; null for the hook's own.</param>
/// <param name="ThreadRoot">Text, because it may be anything.</param>
public sealed record HookPayload(string Text, DisplayAs? DisplayAs, string? Channel, string? ThreadRoot, bool Broadcast)
{
    /// <summary>Deeper than blocks can be, which are eleven at most within an attachment.</summary>
    private const int MaxDepth = 32;

    private const string Ellipsis = "…", Fence = "```";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>Whatever is no JSON object, or nested too deep, is no payload.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Span.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        if (!System.Text.Unicode.Utf8.IsValid(json.Span)) return null;
        try
        {
            var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="names">Learns which ids the payload has.</param>
    /// <returns>The payload, or what Slack calls its fault.</returns>
    public static (HookPayload? Payload, string? Fault) Read(JsonElement json, SlackNames names)
    {
        try
        {
            names.Links = json.Truth("link_names") ?? true;
            var attachments = json.Things("attachments");
            if (attachments.Count > SlackAttachments.Most) return (null, SlackFaults.TooManyAttachments);
            if (Blocks(json, names) is not { } blocks) return (null, SlackFaults.InvalidBlocks);
            var words = blocks.Length > 0 ? blocks : Words(json, names);
            var text = Cut(Clean(SlackBlocks.Joined("\n\n", words, SlackAttachments.ToMarkdown(attachments, names))));
            return VisibleText.IsIn(text)
                ? (new(text, Display(json), json.Text("channel"), json.Text("thread_ts"), json.Truth("reply_broadcast") == true), null)
                : (null, SlackFaults.NoText);
        }
        catch (JsonException)
        {
            return (null, SlackFaults.InvalidPayload);
        }
    }

    private static string? Words(JsonElement json, SlackNames names) => json.Text("text") is not { } text ? null
        : json.Truth("mrkdwn") == false ? SlackText.Plain(text) : SlackText.ToMarkdown(text, names);

    private static string? Blocks(JsonElement json, SlackNames names)
    {
        try
        {
            var blocks = json.Things("blocks");
            return blocks.Count > SlackBlocks.Most ? null : SlackBlocks.ToMarkdown(blocks, names);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A name or a picture that cannot be shown is no reason to lose an alert: it is cut, or left out.</summary>
    private static DisplayAs? Display(JsonElement json)
    {
        var name = string.Concat(Clean(json.Text("username") ?? "").ReplaceLineEndings(" ").Replace('\t', ' ').Trim().EnumerateRunes().Take(Displaying.MaxName).Select(static r => r.ToString())).Trim();
        var (url, emoji) = (json.Text("icon_url"), json.Text("icon_emoji")?.Trim());
        var display = new DisplayAs(
            Displaying.IsName(name) ? name : null, url is not null && Displaying.IsIcon(url) ? url : null,
            emoji is not null && ReactionEmoji.IsValid(emoji) ? ReactionEmoji.Canonical(emoji) : null);
        return display == new DisplayAs() ? null : display;
    }

    /// <summary>Without what no message may have, such as the colours of a terminal.</summary>
    private static string Clean(string text) => text.Any(IsControl) ? string.Concat(text.Where(static c => !IsControl(c))) : text;

    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');

    /// <summary>What is too long for a message ends in an ellipsis, outside of code.</summary>
    private static string Cut(string text)
    {
        text = text.Trim();
        if (!MessageText.IsTooLong(text)) return text;
        var end = MessageText.MaxLength - Fence.Length - Ellipsis.Length - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        var kept = text[..end];
        return kept.Split(Fence).Length % 2 == 0 ? $"{kept}\n{Fence}{Ellipsis}" : $"{kept}{Ellipsis}";
    }
}

/// <summary>What Slack says of a request that it does not take; programs know these words.</summary>
public static class SlackFaults
{
    public const string InvalidPayload = "invalid_payload", InvalidBlocks = "invalid_blocks", TooManyAttachments = "too_many_attachments", NoText = "no_text",
        NoService = "no_service", ChannelNotFound = "channel_not_found", ChannelIsArchived = "channel_is_archived", ActionProhibited = "action_prohibited",
        TeamDisabled = "team_disabled", ThreadNotFound = "thread_not_found", CannotReply = "cannot_reply_to_message", RateLimited = "rate_limited";
}
