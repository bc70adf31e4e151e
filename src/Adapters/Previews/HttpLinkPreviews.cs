using System.Net;
using System.Net.Sockets;
using System.Text;
using EventChat.Commands.Previews;

namespace EventChat.Adapters.Previews;

/// <summary>
/// Fetches pages over HTTP. A name is resolved once for each connection, every address that it resolves to must be open to strangers, and the connection goes to one of
/// these: a name that changes its mind in between gains nothing. Redirects are followed by hand, and each goes the same way.
/// </summary>
public sealed class HttpLinkPreviews : ILinkPreviews, IDisposable
{
    private const int MaxRedirects = 3, MaxBytes = 512 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient client;
    private readonly AddressGuard guard;

    public HttpLinkPreviews(IReadOnlyList<IPNetwork> allowed)
    {
        guard = new(allowed);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, Credentials = null, AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = Patience, MaxResponseHeadersLength = 32, MaxResponseDrainSize = 0, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            ConnectCallback = Connect,
        };
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

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => guard.Lets(address, port))) throw new HttpRequestException($"{host}:{port} is not open to strangers.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
