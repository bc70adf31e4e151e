using EventChat.Api.RateLimits;

namespace EventChat.Api.Http;

/// <summary>
/// Turns what was thrown, and a refusal without words, into an answer. In place of the framework's handlers: one forgets every header that was set before, but those
/// that protect, and those that tell of a budget, hold for failures too; the other makes objects for each request that goes well.
/// </summary>
internal sealed class Failures(RequestDelegate next, ErrorHandling errors)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (IsBare(http.Response)) await Problem.Of(http.Response.StatusCode).ExecuteAsync(http);
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            var budget = BudgetHeaders.Of(http.Response.Headers);
            http.Response.Clear();
            Protection.Apply(http);
            budget?.Write(http.Response.Headers);
            await errors.Answer(http, error);
        }
    }

    private static bool IsBare(HttpResponse response) =>
        response is { StatusCode: >= StatusCodes.Status400BadRequest, HasStarted: false, ContentLength: null } && string.IsNullOrEmpty(response.ContentType);
}
