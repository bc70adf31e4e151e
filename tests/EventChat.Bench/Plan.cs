using EventChat.Bench.Measurements;

namespace EventChat.Bench;

/// <summary>What is measured, in which order.</summary>
internal static class Plan
{
    public const string Echo = "echo";
    public const string Inserts = "inserts";
    public const string SignalR = "signalr";
    public const string Latency = "latency";
    public const string Pages = "pages";
    public const string Sends = "sends";
    public const string Hot = "hot";
    public const string FanOut = "fanout";
    public const string Access = "access";
    public const string Rebuild = "rebuild";
    public const string State = "state";
    public const string Growth = "growth";
    public const string Crowds = "crowds";
    public const string Everybody = "everybody";
    public const string Stuck = "stuck";
    public const string Resume = "resume";
    public const string Chaos = "chaos";
    public const string Idle = "idle";
    public const string Boot = "boot";
    public const string Search = "search";
    public const string Webhooks = "webhooks";
    public const string Replay = "replay";

    public const int LatencySenders = 4;

    private static readonly string[] OfTheApp = [Idle, .. OfTheWarmApp];

    private static readonly string[] OfNodes = [Resume, Chaos];

    /// <summary>What is measured of a server that has worked for a while.</summary>
    public static string[] OfTheWarmApp => [Latency, Pages, Sends, Hot, FanOut, Crowds, Everybody, Stuck, Access, Rebuild, State, Growth, Boot, Search, Webhooks, Replay];

    public static IReadOnlyList<string> Names => [Echo, Inserts, SignalR, .. OfTheApp, .. OfNodes];

    /// <summary>Connections that all hear the same channel.</summary>
    public static IReadOnlyList<int> CrowdSizes => [1_000, 5_000];

    /// <summary>Messages a second into it.</summary>
    public const int CrowdRate = 20;

    /// <summary>The busy one first: it leaves the server warm for the other.</summary>
    public static IReadOnlyList<int> LatencyRates => [300, 20];

    /// <summary>Connections that all have to have what all members say as fast as the server takes it.</summary>
    public const int Everyone = 1_000;

    public static async Task Follow(Run run, CancellationToken ct)
    {
        var limits = new BareLimits(run);
        await limits.Measure(ct);
        if (run.Options.Wants(OfTheApp))
        {
            await using var app = new AppRun(run, limits);
            await app.Follow(ct);
        }

        await new NodesRun(run).Follow(ct);
    }
}
