using System.Text.Json;
using EventChat.Bench.App;

namespace EventChat.Bench.Bare;

/// <summary>Addresses of apps: some take what they are sent at once, some never answer, some break off.</summary>
internal static class HookServer
{
    public const string Kind = "hooks", Taking = "takes", Hanging = "hangs", Breaking = "breaks";

    public static Task Run(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<Taken>();
        var app = builder.Build();
        app.MapGet("/health/ready", static () => TypedResults.Ok());
        app.MapGet("/api/v1/taken", static (Taken taken) => TypedResults.Json(taken.Exchange(), SettlerJson.Default.HooksTaken));
        app.MapPost("/hooks/{kind}/{number}", Take);
        return app.RunAsync();
    }

    private static async Task Take(string kind, HttpContext http, Taken taken, TimeProvider time)
    {
        var now = time.GetUtcNow();
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        if (body.RootElement.TryGetProperty("challenge", out var challenge))
        {
            await http.Response.WriteAsJsonAsync(new(challenge.GetString()!), SettlerJson.Default.HookChallenge);
        }
        else if (kind == Taking)
        {
            taken.Add((now - body.RootElement.GetProperty("time").GetDateTimeOffset()).TotalMilliseconds);
        }
        else if (kind == Hanging)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else
        {
            http.Abort();
        }
    }

    /// <summary>How long events were on their way.</summary>
    private sealed class Taken
    {
        private readonly Lock _gate = new();
        private List<double> _milliseconds = [];

        public void Add(double milliseconds)
        {
            lock (_gate) _milliseconds.Add(milliseconds);
        }

        public HooksTaken Exchange()
        {
            List<double> taken;
            lock (_gate) (taken, _milliseconds) = (_milliseconds, []);
            taken.Sort();
            return taken.Count == 0 ? new(0, 0, 0) : new(taken.Count, taken[taken.Count / 2], taken[(int)(taken.Count * 0.99)]);
        }
    }
}
