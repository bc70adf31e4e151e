namespace EventChat.Commands.Previews;

/// <summary>
/// Looks at a page that somebody named, on behalf of a server that may be among private machines. Every adapter must pass <c>LinkPreviewsContract</c>: it reaches no
/// address that is not public, takes a few seconds and half a megabyte at most, and never throws but for cancellation.
/// </summary>
public interface ILinkPreviews
{
    /// <returns>What the page says of itself; null where it says nothing, is no page, or may not be looked at.</returns>
    Task<LinkPreview?> Look(string url, CancellationToken ct);
}

/// <summary>What a page says of itself, without control characters and cut to size.</summary>
/// <param name="Image">An http or https address.</param>
public sealed record LinkPreview(string Title, string? Description = null, string? SiteName = null, string? Image = null);
