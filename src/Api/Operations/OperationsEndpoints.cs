using System.Security.Cryptography;
using EventChat.Adapters.EventStore;
using EventChat.Adapters.Jobs;
using EventChat.Adapters.RateLimits;
using EventChat.Api.Http;
using EventChat.Commands.Handling;
using EventChat.Events.Store;
using EventChat.Projections.Jobs;
using EventChat.Projections.Running;
using EventChat.Projections.Subscriptions;
using EventChat.Realtime.Pushes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using Scalar.AspNetCore;

namespace EventChat.Api.Operations;

/// <summary>For those who run the server: is it alive, is it ready, what does it measure, what can it do.</summary>
internal static class OperationsEndpoints
{
    private static readonly string[] Meters =
        [CommandMetrics.Meter, LogMetrics.Meter, ProjectionProgress.Meter, PushMetrics.Meter, RateMetrics.Meter, JobMetrics.Meter, SubscriptionMetrics.Meter, "System.Runtime"];

    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<LogHealth>("log").AddCheck<ProjectionHealth>("projections").AddCheck<JobHealth>("jobs");
        services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
        return services.AddOpenApi("v1", static options => options.AddReference());
    }

    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new() { Predicate = static _ => false, ResponseWriter = Write }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new() { ResponseWriter = Write }).AllowAnonymous();
        routes.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        routes.MapOpenApi().AllowAnonymous();
        routes.MapScalarApiReference("/docs", Describe).AllowAnonymous();
        return routes;
    }

    /// <summary>Nothing of the page comes from elsewhere or tells anybody elsewhere, and its one script of its own carries this answer's nonce.</summary>
    private static void Describe(ScalarOptions options, HttpContext http)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        http.Response.Headers.ContentSecurityPolicy = Protection.OfReference(nonce);
        options.WithTitle("EventChat").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().WithNonce(nonce);
    }

    private static Task Write(HttpContext http, HealthReport report)
    {
        var parts = report.Entries.ToDictionary(static e => e.Key, static e => e.Value.Description ?? e.Value.Status.ToString());
        parts["status"] = report.Status switch { HealthStatus.Healthy => "ready", HealthStatus.Degraded => "degraded", _ => "not ready" };
        return http.Response.WriteAsJsonAsync(parts, ApiJson.Default.DictionaryStringString);
    }
}

/// <summary>The log can be read.</summary>
internal sealed class LogHealth(IEventStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try { return HealthCheckResult.Healthy($"at position {await store.ReadHead(cancellationToken)}"); }
        catch (LogUnavailableException) { return HealthCheckResult.Unhealthy("the database cannot be reached"); }
    }
}

/// <summary>No projection was stopped by an event that it cannot take.</summary>
internal sealed class ProjectionHealth(ProjectionProgress progress) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        progress.Failures is { Count: > 0 } failures
            ? HealthCheckResult.Unhealthy(string.Join("; ", failures.Select(static f => $"{f.Key} has stopped at {f.Value}")))
            : HealthCheckResult.Healthy("all running"));
}

/// <summary>Whoever keeps the work is there. Where they are not it waits, and requests are answered all the same.</summary>
internal sealed class JobHealth(IJobQueue jobs) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        jobs.IsAway ? HealthCheckResult.Degraded("the broker cannot be reached: mails and pushes wait") : HealthCheckResult.Healthy("taken"));
}
