using System.Diagnostics;
using EventChat.Adapters;
using EventChat.Api.Checkpoints;
using EventChat.Events.Store;
using EventChat.Projections.Inbox;
using EventChat.Projections.Running;

namespace EventChat.Api.Operations;

/// <summary>What an operator asks for instead of a server.</summary>
internal static class Maintenance
{
    /// <summary>Checks every chain and every position, and holds the log against its checkpoints; 2 where one is broken or missing.</summary>
    public static async Task<int> Verify(IServiceProvider services, CancellationToken ct)
    {
        await services.Open(ct);
        var copies = services.GetRequiredService<CheckpointCopies>();
        var check = await copies.Load(ct);
        var report = await Verification.Verify(services.GetRequiredService<IEventStore>(), Told("verified"), ct, check);
        var broken = report.Broken ?? await copies.Broken(check, ct);
        await Console.Out.WriteLineAsync(broken is not null
            ? $"BROKEN after {report.Events} events: {broken}"
            : $"verified: {report.Events} events in {report.Streams} streams, every chain intact{(copies.Count > 0 ? $", as {copies.Count} checkpoints say" : "")}");
        return broken is null ? 0 : 2;
    }

    /// <summary>Recounts what is unread from the log and compares it with what is shown; 2 where it is not the same.</summary>
    /// <param name="person">A username, an id, or <c>all</c>.</param>
    /// <param name="repairs">Whether counts that are wrong are made anew from the log; no server may run meanwhile.</param>
    public static async Task<int> VerifyCounts(IServiceProvider services, string person, bool repairs, CancellationToken ct)
    {
        await services.Open(ct);
        var check = services.GetRequiredService<CountCheck>();
        var (people, wrong) = await check.Run(person == "all" ? null : person, ct);
        if (people == 0 && person != "all") throw new StartupException($"Nobody is called '{person}'.");
        foreach (var difference in wrong)
            await Console.Out.WriteLineAsync($"WRONG for {difference.Person}: shown {difference.Shown?.ToString() ?? "nothing"}, the log says {difference.Counted?.ToString() ?? "nothing"}");
        if (wrong.Count > 0 && repairs)
        {
            await services.GetRequiredService<Rebuild>().Run("inbox", Told("repaired"), ct);
            (people, wrong) = await check.Run(null, ct);
        }

        await Console.Out.WriteLineAsync($"counts of {people} people: {(wrong.Count == 0 ? "all as the log says" : $"{wrong.Count} wrong")}");
        return wrong.Count == 0 ? 0 : 2;
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
