using EventChat.Api.Audit;
using EventChat.Commands.Handling;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace EventChat.Api.Http;

/// <summary>Errors as RFC 9457 problem details with a stable code.</summary>
internal sealed class Problem(int status, string code, string detail, string? field = null, int? retryAfterSeconds = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (status == StatusCodes.Status403Forbidden && RefusedAccess.IsMeant(code)) await httpContext.RequestServices.GetRequiredService<RefusedAccess>().Record(httpContext);
        var problem = new ProblemDetails
        {
            Status = status, Type = $"/problems/{code}", Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail, Extensions = { ["code"] = code },
        };
        if (field is not null) problem.Extensions["errors"] = new Dictionary<string, string[]> { [field] = [detail] };
        if (retryAfterSeconds is { } seconds) httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);

        httpContext.Response.StatusCode = status;
        await httpContext.Response.WriteAsJsonAsync(problem, ApiJson.Default.ProblemDetails, "application/problem+json", httpContext.RequestAborted);
    }

    public static Problem Of(Refusal refusal) => refusal switch
    {
        Refusal.Forbidden => new(StatusCodes.Status403Forbidden, refusal.Code, refusal.Detail),
        Refusal.NotFound => new(StatusCodes.Status404NotFound, refusal.Code, refusal.Detail),
        Refusal.Conflict => new(StatusCodes.Status409Conflict, refusal.Code, refusal.Detail),
        Refusal.Invalid invalid => new(StatusCodes.Status422UnprocessableEntity, refusal.Code, refusal.Detail, invalid.Field),
        Refusal.Unavailable later => new(StatusCodes.Status503ServiceUnavailable, refusal.Code, refusal.Detail, retryAfterSeconds: later.RetryAfterSeconds),
        _ => throw new InvalidOperationException($"{refusal.GetType().Name} has no status code."),
    };

    /// <summary>A request that cannot be read, by the status that the framework gave it.</summary>
    public static Problem Of(int status, string? detail = null) => status switch
    {
        StatusCodes.Status400BadRequest => new(status, "request.malformed", detail ?? "The request cannot be read; see /docs for what its address and its query take."),
        StatusCodes.Status401Unauthorized => new(status, "auth.required", "Sign in, and send the access token as 'Authorization: Bearer …'."),
        StatusCodes.Status403Forbidden => new(status, "auth.forbidden", "You may not do this."),
        StatusCodes.Status404NotFound => new(status, "route.not-found", "There is nothing at this address; see /docs."),
        StatusCodes.Status405MethodNotAllowed => new(status, "method.not-allowed", "This address does not take this method; see /docs."),
        StatusCodes.Status413PayloadTooLarge => new(status, "request.too-large", "The body is too large."),
        StatusCodes.Status415UnsupportedMediaType => new(status, "request.content-type", "Send the body as application/json in UTF-8."),
        StatusCodes.Status501NotImplemented => new(status, "method.unknown", "No address takes this method; see /docs."),
        StatusCodes.Status503ServiceUnavailable => new(status, "server.unavailable", detail ?? "Not now; try again shortly.", retryAfterSeconds: 2),
        >= 500 => new(StatusCodes.Status500InternalServerError, "server.error", "The server failed; the failure is in its log."),
        _ => new(status, "request.refused", detail ?? "The request was refused."),
    };
}
