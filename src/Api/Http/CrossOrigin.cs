using EventChat.Adapters;

namespace EventChat.Api.Http;

/// <summary>Which web pages may call from a browser: those of <c>Cors:Origins</c>; none by default.</summary>
internal static class CrossOrigin
{
    public const string Setting = "Cors:Origins";
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private static readonly string[] Told =
        [Edge.Position, RateLimits.BudgetHeaders.Limit, RateLimits.BudgetHeaders.Remaining, RateLimits.BudgetHeaders.Reset, "Retry-After", "Location"];

    /// <exception cref="StartupException">What is no origin; also <c>*</c>, because answers go to who is signed in.</exception>
    public static IServiceCollection AddCrossOrigin(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.List(Setting) is not { Count: > 0 } origins) return services;
        if (origins.FirstOrDefault(static o => !IsOrigin(o)) is { } wrong)
            throw new StartupException($"{Setting} holds '{wrong}', which is no origin like https://chat.example.org.");

        // Clients of SignalR ask with credentials, though there are no cookies here.
        return services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. origins]).AllowAnyHeader().WithMethods("GET", "POST", "PUT", "PATCH", "DELETE").WithExposedHeaders(Told)
            .AllowCredentials().SetPreflightMaxAge(Remembered)));
    }

    public static void UseCrossOrigin(this WebApplication app)
    {
        if (app.Configuration.List(Setting).Count > 0) app.UseCors();
    }

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase) && uri.UserInfo.Length == 0;
}

internal static class Lists
{
    /// <summary>A setting that is several: numbered as in <c>Name:0</c>, or in one with commas.</summary>
    public static IReadOnlyList<string> List(this IConfiguration configuration, string name) =>
        configuration.GetSection(name) is { Value: { Length: > 0 } whole }
            ? whole.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. configuration.GetSection(name).GetChildren().Select(static c => c.Value?.Trim()).OfType<string>().Where(static v => v.Length > 0)];
}
