using System.Net;
using System.Text;
using EventChat.Adapters.Http;
using EventChat.Commands.Previews;

namespace EventChat.Adapters.Previews;

/// <summary>Fetches pages over HTTP, from where the guard lets strangers go. Redirects are followed by hand, and each goes the same way.</summary>
public sealed class HttpLinkPreviews : ILinkPreviews, IDisposable
{
    private const int MaxRedirects = 3, MaxBytes = 512 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient client;

    public HttpLinkPreviews(AddressGuard guard)
    {
        var handler = OutgoingHttp.Guarded(guard);
        (handler.AutomaticDecompression, handler.MaxResponseDrainSize, handler.PooledConnectionIdleTimeout) = (DecompressionMethods.All, 0, TimeSpan.FromSeconds(10));
        client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("EventChat-LinkPreview/1.0");
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public async Task<LinkPreview?> Look(string url, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var page = Uri.TryCreate(url, UriKind.Absolute, out var first) ? first : null;
            for (var redirects = 0; page is not null && redirects <= MaxRedirects; redirects++)
            {
                if (page.Scheme is not ("http" or "https") || page.UserInfo.Length > 0) return null;
                using var response = await client.GetAsync(page, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                if (response.StatusCode == HttpStatusCode.OK) return await Read(response, page, patience.Token);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } next) return null;
                page = new(page, next);
            }
        }
        catch (Exception error) when (!ct.IsCancellationRequested && error is HttpRequestException or IOException or OperationCanceledException or UriFormatException or InvalidOperationException) { }

        ct.ThrowIfCancellationRequested();
        return null;
    }

    public void Dispose() => client.Dispose();

    private static async Task<LinkPreview?> Read(HttpResponseMessage response, Uri page, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType is not { MediaType: { } type } content || !type.Equals("text/html", StringComparison.OrdinalIgnoreCase)) return null;

        var bytes = new byte[MaxBytes];
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return HtmlHead.Read(EncodingOf(content.CharSet).GetString(bytes, 0, read), page);
    }

    /// <summary>As UTF-8 where the page does not say, or says what is not known here.</summary>
    private static Encoding EncodingOf(string? name)
    {
        try { return name is null ? Encoding.UTF8 : Encoding.GetEncoding(name.Trim('"', '\'')); }
        catch (ArgumentException) { return Encoding.UTF8; }
    }
}
