using EventChat.Api.RateLimits;

namespace EventChat.Api.Http;

/// <summary>
/// Turns what was thrown into an answer. In place of the framework's handler, which forgets every header that was set before: those that protect, and those that
/// tell of a budget, hold for failures too.
/// </summary>
internal sealed class Failures(RequestDelegate next, ErrorHandling errors)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
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
}
