using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Http;

/// <summary>Which web pages may call from a browser: those of <c>Cors:Origins</c>; none by default.</summary>
internal static class CrossOrigin
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private static readonly string[] Told =
        [Edge.Position, RateLimits.BudgetHeaders.Limit, RateLimits.BudgetHeaders.Remaining, RateLimits.BudgetHeaders.Reset, "Retry-After", "Location"];

    public static IServiceCollection AddCrossOrigin(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CrossOriginOptions, CrossOriginOptionsValidator>()
            .Configure<IConfiguration>(static (options, configuration) => options.Origins = configuration.List(CrossOriginOptions.Setting));
        services.AddCors().AddOptions<CorsOptions>().Configure<IOptions<CrossOriginOptions>>(static (cors, options) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. options.Value.Origins]).AllowAnyHeader().WithMethods("GET", "POST", "PUT", "PATCH", "DELETE").WithExposedHeaders(Told)
            // Clients of SignalR ask with credentials, though there are no cookies here.
            .AllowCredentials().SetPreflightMaxAge(Remembered)));
        return services;
    }

    public static void UseCrossOrigin(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<CrossOriginOptions>>().Value.Origins.Count > 0) app.UseCors();
    }
}

public sealed class CrossOriginOptions
{
    public const string Setting = "Cors:Origins";

    public IReadOnlyList<string> Origins { get; set; } = [];
}

/// <summary>Refuses what is no origin; also <c>*</c>, because answers go to who is signed in.</summary>
internal sealed class CrossOriginOptionsValidator : IValidateOptions<CrossOriginOptions>
{
    public ValidateOptionsResult Validate(string? name, CrossOriginOptions options) =>
        options.Origins.FirstOrDefault(static o => !IsOrigin(o)) is { } wrong
            ? ValidateOptionsResult.Fail($"{CrossOriginOptions.Setting} holds '{wrong}', which is no origin like https://chat.example.org.")
            : ValidateOptionsResult.Success;

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase) && uri.UserInfo.Length == 0;
}
