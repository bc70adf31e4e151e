using System.Threading.RateLimiting;
using EventChat.Adapters;
using EventChat.Api.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace EventChat.Api.RateLimits;

/// <summary>An endpoint that draws on the budget of its kind.</summary>
internal sealed record RateLimited(RateKind Kind);

internal static class RateLimiting
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<RateLimitOptions, RateLimitOptionsValidator>().BindConfiguration(RateLimitOptions.Section);
        services.AddRateBudgets(configuration).AddSingleton<BudgetLimiter>().AddSingleton<AccountBudget>().AddRateLimiter(static limiter => limiter.OnRejected = Refuse);
        services.AddOptions<RateLimiterOptions>().Configure<BudgetLimiter>(static (limiter, budgets) => limiter.GlobalLimiter = budgets);
        return services;
    }

    /// <summary>Endpoints without a budget pass by the limiter, and where limits are off it is not there at all.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled)
            app.UseWhen(static http => http.GetEndpoint()?.Metadata.GetMetadata<RateLimited>() is not null, static limited => limited.UseRateLimiter());
    }

    public static TBuilder Limited<TBuilder>(this TBuilder endpoint, RateKind kind) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RateLimited(kind));

    private static async ValueTask Refuse(OnRejectedContext rejected, CancellationToken ct)
    {
        var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)wait.TotalSeconds : 1;
        await Exceeded(seconds).ExecuteAsync(rejected.HttpContext);
    }

    public static Problem Exceeded(int seconds) => new(
        StatusCodes.Status429TooManyRequests, "rate-limit.exceeded", $"Too many requests of this kind; the next may come in {seconds} s.", retryAfterSeconds: seconds);
}
