using System.Net.Sockets;
using EventChat.Api.Demo;

namespace EventChat.Api.Operations;

/// <summary>The server itself, from start to stop.</summary>
internal static class Serving
{
    /// <summary>Whether the door was opened: what fails later is a failure, not a wrong setting.</summary>
    public static bool HasStarted { get; private set; }

    /// <param name="demo">What is loaded once the door is open; null for nothing.</param>
    public static async Task<int> Run(WebApplication app, IReadOnlyList<IrcPlan>? demo, CancellationToken ct)
    {
        await app.Services.Open(ct);
        await Listen(app, ct);
        HasStarted = true;
        foreach (var url in app.Urls) await Console.Out.WriteLineAsync($"EventChat listens on {url} (reference at {url}/docs). Ctrl-C stops it.");
        await using var stop = ct.Register(app.Lifetime.StopApplication);
        var loaded = demo is null || await DemoConsole.Run(app, demo, app.Lifetime.ApplicationStopping);
        if (!loaded) app.Lifetime.StopApplication();
        await app.WaitForShutdownAsync(CancellationToken.None);
        return loaded ? 0 : 1;
    }

    private static async Task Listen(WebApplication app, CancellationToken ct)
    {
        try { await app.StartAsync(ct); }
        catch (SocketException error) { throw Addresses.Refused(app.Configuration, error); }
    }
}
