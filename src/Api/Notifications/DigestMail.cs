using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using EventChat.Projections.Jobs;
using EventChat.Projections.Notifications;

namespace EventChat.Api.Notifications;

/// <summary>What a person has missed, as a mail: in plain text, and the same in HTML; pure.</summary>
internal static class DigestMail
{
    public const int MaxItems = 20;

    /// <param name="placeOf">The name of a channel, or null for a direct message.</param>
    /// <param name="more">Whether there is more than the items.</param>
    public static SendMail Of(
        string id, string to, string name, IReadOnlyList<NotificationResource> items, bool more, Func<NotificationResource, string?> placeOf, string baseUrl, string unsubscribe)
    {
        var count = more ? $"more than {items.Count}" : items.Count.ToString(CultureInfo.InvariantCulture);
        var subject = items is [_] && !more ? "1 unread notification" : $"{count} unread notifications";
        var text = new StringBuilder($"Hello {OneLine(name)},\n\nwhile you were away:\n");
        var html = new StringBuilder($"<p>Hello {Html(name)},</p>\n<p>while you were away:</p>\n<ul>\n");
        foreach (var item in items)
        {
            var what = What(item, placeOf(item));
            text.Append(CultureInfo.InvariantCulture, $"\n* {OneLine(what)}\n");
            html.Append(CultureInfo.InvariantCulture, $"<li><b>{Html(what)}</b>");
            if (item.Text is { Length: > 0 } said)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {said.ReplaceLineEndings("\n  ")}\n");
                html.Append(CultureInfo.InvariantCulture, $"<br>{Html(said).ReplaceLineEndings("<br>")}");
            }

            html.Append("</li>\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nRead on at {baseUrl}\nYour mail program can unsubscribe you, and your preferences say how often you are mailed.\n");
        html.Append(CultureInfo.InvariantCulture, $"</ul>\n<p><a href=\"{Html(baseUrl)}\">Read on</a></p>\n<p>Your mail program can unsubscribe you, and your preferences say how often you are mailed.</p>\n");
        return new(id, to, subject, text.ToString(), html.ToString(), unsubscribe);
    }

    private static string What(NotificationResource item, string? place) => item.Reason switch
    {
        NotifyReason.Direct => $"{item.Actor.Name} wrote to you",
        NotifyReason.Reaction => $"{item.Actor.Name} reacted with {item.Emoji}{In(place)}",
        NotifyReason.Invite => item.ChannelId is null ? $"{item.Actor.Name} brought you into a workspace" : $"{item.Actor.Name} brought you into {place}",
        NotifyReason.SubscriptionPaused => $"{item.Actor.Name} is told nothing for now: its address does not take it",
        NotifyReason.ThreadReply => $"{item.Actor.Name} answered{In(place)}",
        NotifyReason.Keyword or NotifyReason.Message => $"{item.Actor.Name} wrote{In(place)}",
        NotifyReason.Group => $"{item.Actor.Name} mentioned your group{In(place)}",
        _ => $"{item.Actor.Name} mentioned you{In(place)}",
    };

    private static string In(string? place) => place is null ? "" : $" in {place}";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}
