using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using EventChat.Commands.Names;
using EventChat.Commands.Previews;

namespace EventChat.Adapters.Previews;

/// <summary>Reads what a page says of itself: Open Graph first, then the plain elements of HTML. Only the head is parsed.</summary>
internal static class HtmlHead
{
    private const int MaxTitle = 300, MaxDescription = 1_000, MaxSiteName = 100, MaxAddress = 2_048, MostWithoutEnd = 32_768;

    public static LinkPreview? Read(string html, Uri page)
    {
        var document = new HtmlParser().ParseDocument(Head(html));
        if (Words(Meta(document, "og:title") ?? document.Title, MaxTitle) is not { } title) return null;
        return new(
            title, Words(Meta(document, "og:description") ?? Meta(document, "description"), MaxDescription), Words(Meta(document, "og:site_name"), MaxSiteName),
            Address(Meta(document, "og:image:secure_url") ?? Meta(document, "og:image"), page));
    }

    /// <summary>What stands in a body may be deep as the author likes, and nothing there is asked for.</summary>
    private static string Head(string html)
    {
        var end = html.IndexOf("</head", StringComparison.OrdinalIgnoreCase);
        if (end < 0) end = html.IndexOf("<body", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? html[..Math.Min(html.Length, MostWithoutEnd)] : html[..end];
    }

    private static string? Meta(IHtmlDocument document, string name) => document.Head?.Children.OfType<IHtmlMetaElement>()
        .FirstOrDefault(m => name.Equals(m.GetAttribute("property") ?? m.Name, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(m.Content))?.Content;

    /// <summary>In one line, without what cannot be seen, cut between characters.</summary>
    private static string? Words(string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var words = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) { if (words.Length > 0 && words[^1] != ' ') words.Append(' '); }
            else if (!Rune.IsControl(rune) && rune != Rune.ReplacementChar) words.Append(rune);
            if (words.Length >= most) break;
        }

        return words.ToString().TrimEnd() is var line && VisibleText.IsIn(line) ? line : null;
    }

    private static string? Address(string? image, Uri page) =>
        image is { Length: <= MaxAddress } && Uri.TryCreate(page, image.Trim(), out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
            && address.AbsoluteUri.Length <= MaxAddress
            ? address.AbsoluteUri
            : null;
}
