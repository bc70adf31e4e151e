using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using EventChat.Adapters.Http;
using EventChat.Projections.Subscriptions;
using Microsoft.Extensions.Options;
using StandardWebhooks;

namespace EventChat.Adapters.Subscriptions;

/// <summary>
/// Posts over HTTP to where the guard lets strangers go. Redirects are an answer like any other that is not 2xx; of an answer no more is read than is kept, and its connection ends with it where
/// there is more.
/// </summary>
public sealed class HttpWebhookEndpoints : IWebhookEndpoints, IDisposable
{
    private const string IdHeader = "webhook-id", TimestampHeader = "webhook-timestamp", SignatureHeader = "webhook-signature";
    private readonly WebhookSecrets secrets;
    private readonly TimeProvider clock;
    private readonly TimeSpan patience;
    private readonly HttpClient client;

    public HttpWebhookEndpoints(WebhookSecrets secrets, IOptions<WebhookOptions> options, TimeProvider clock)
    {
        (this.secrets, this.clock, patience) = (secrets, clock, TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        var handler = OutgoingHttp.Guarded(options.Value.Guard);
        (handler.MaxResponseDrainSize, handler.PooledConnectionIdleTimeout) = (WebhookAnswer.MaxBody, TimeSpan.FromSeconds(30));
        client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("EventChat-Webhooks/1.0");
    }

    public async Task<WebhookAnswer> Post(WebhookAddress address, string id, ReadOnlyMemory<byte> json, string contentType, CancellationToken ct, int most = WebhookAnswer.MaxBody)
    {
        using var request = await Sign(address, id, json, contentType, ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var taken = new WebhookAnswer((int)response.StatusCode, null, "", TimeSpan.Zero, RetryAfter(response.Headers.RetryAfter));
            try { taken = taken with { Body = await Read(response, most, limit.Token) }; }
            // What was taken stays so, though the rest of the answer does not come.
            catch (Exception error) when (taken.IsTaken && !ct.IsCancellationRequested && IsOfNetwork(error)) { }
            return taken with { Took = Stopwatch.GetElapsedTime(begun) };
        }
        catch (Exception error) when (!ct.IsCancellationRequested && IsOfNetwork(error))
        {
            return new(null, Why(error), "", Stopwatch.GetElapsedTime(begun));
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpRequestMessage> Sign(WebhookAddress address, string id, ReadOnlyMemory<byte> json, string contentType, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var text = Encoding.UTF8.GetString(json.Span);
        List<string> signatures = [];
        foreach (var secret in await secrets.Of(address, now, ct)) signatures.Add(new StandardWebhook(secret).Sign(id, now, text));

        var request = new HttpRequestMessage(HttpMethod.Post, address.Url) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.Add(IdHeader, id);
        request.Headers.Add(TimestampHeader, now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add(SignatureHeader, string.Join(' ', signatures));
        return request;
    }

    private static async Task<string> Read(HttpResponseMessage response, int most, CancellationToken ct)
    {
        var bytes = new byte[most];
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        // PostgreSQL keeps no NUL in a text.
        return Encoding.UTF8.GetString(bytes, 0, read).Replace('\0', '\uFFFD');
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked) => asked switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };

    private static bool IsOfNetwork(Exception error) => error is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException;

    /// <summary>In a few words, and nothing of what the library says of addresses within this network.</summary>
    private static string Why(Exception error) => error switch
    {
        OperationCanceledException => "no answer in time",
        ClosedToStrangersException or { InnerException: ClosedToStrangersException } => "the address is not open to strangers",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name is not known",
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => "the name is not known",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        { InnerException: AuthenticationException } => "its certificate is not trusted",
        _ => "the connection broke",
    };
}
