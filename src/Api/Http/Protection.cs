using Microsoft.AspNetCore.Http.Features;

namespace EventChat.Api.Http;

/// <summary>
/// What protects a browser that somebody points at this server: headers on every answer, all of them constants, and no method that nobody needs. Answers
/// hold what people wrote to each other, so no cache may keep them unless an endpoint says otherwise.
/// </summary>
internal sealed class Protection(RequestDelegate next)
{
    private const string Strict = "default-src 'none'; frame-ancestors 'none'";

    private const string Allowed = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    public static void Apply(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = Strict;
        headers.CacheControl = "no-store";
    }

    /// <summary>For the page at /docs: scripts of this server, and in the page those with the nonce; styles of its own, which it makes as it goes.</summary>
    public static string OfReference(string nonce) =>
        $"{Strict}; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        Apply(http);
        var method = http.Request.Method;
        return HttpMethods.IsPost(method) || HttpMethods.IsGet(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method)
            || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || IsWebSocket(http)
            ? next(http)
            : Refuse(http);
    }

    /// <summary>In HTTP/2 a WebSocket begins with CONNECT.</summary>
    private static bool IsWebSocket(HttpContext http) => http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private static Task Refuse(HttpContext http)
    {
        http.Response.Headers.Allow = Allowed;
        var isKnown = HttpMethods.IsTrace(http.Request.Method) || HttpMethods.IsConnect(http.Request.Method);
        return Problem.Of(isKnown ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status501NotImplemented).ExecuteAsync(http);
    }
}
