using System.Diagnostics;
using EventChat.Adapters;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Api.Operations;

/// <summary>What an operator asks for instead of a server.</summary>
internal static class Maintenance
{
    /// <summary>Checks every chain and every position; 2 where one is broken or missing.</summary>
    public static async Task<int> Verify(IServiceProvider services, CancellationToken ct)
    {
        await services.Open(ct);
        var report = await Verification.Verify(services.GetRequiredService<IEventStore>(), Told("verified"), ct);
        await Console.Out.WriteLineAsync(report.Broken is { } broken
            ? $"BROKEN after {report.Events} events: {broken}"
            : $"verified: {report.Events} events in {report.Streams} streams, every chain intact");
        return report.Broken is null ? 0 : 2;
    }

    public static async Task<int> Rebuild(IServiceProvider services, string? name, CancellationToken ct)
    {
        await services.Open(ct);
        var rebuild = services.GetRequiredService<Rebuild>();
        if (name is null || !rebuild.Names.Contains(name))
            throw new StartupException($"Name the read model to rebuild: {string.Join(", ", rebuild.Names)}.");

        var begun = Stopwatch.GetTimestamp();
        var events = await rebuild.Run(name, Told("rebuilt"), ct);
        await Console.Out.WriteLineAsync($"rebuilt {name}: {events} events in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.000} s");
        return 0;
    }

    private static Action<long>? Told(string what) => Console.IsErrorRedirected ? null : count => Console.Error.Write($"\r{what} {count} events");
}
