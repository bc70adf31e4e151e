using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace EventChat.Api.Http;

/// <summary>Refuses what would be misread: bodies that are packed or not in UTF-8, and keys that are not in ASCII.</summary>
internal sealed class Legible(RequestDelegate next)
{
    private const string AsItIs = "identity", Utf8 = "utf-8";

    /// <summary>A key in bytes that are no UTF-8 comes this far too, to be refused in words.</summary>
    public static Encoding? EncodingOf(string header) => header.Equals(Idempotency.Header, StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : null;

    public Task InvokeAsync(HttpContext http)
    {
        if (Idempotency.Key(http) is { } key && !Ascii.IsValid(key)) return Problem.Of(new IdempotencyKeyInvalid()).ExecuteAsync(http);
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }) return next(http);
        if (!IsUtf8(http.Request)) return Problem.Of(StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(http);
        return http.Request.Headers.ContentEncoding is [] or [AsItIs] ? next(http) : Packed(http);
    }

    private static bool IsUtf8(HttpRequest request)
    {
        if (request.ContentType is null or "application/json" or "application/json; charset=utf-8") return true;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue) return true;
        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase)) return false;
        // The framework does not know it in quotes.
        type.Charset = Utf8;
        request.ContentType = type.ToString();
        return true;
    }

    private static Task Packed(HttpContext http)
    {
        http.Response.Headers.AcceptEncoding = AsItIs;
        return new Problem(StatusCodes.Status415UnsupportedMediaType, "request.content-encoding", "Send the body as it is, without Content-Encoding.").ExecuteAsync(http);
    }
}
