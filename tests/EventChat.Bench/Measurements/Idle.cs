using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Machine;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>What a connection costs in memory that is open and is told nothing, of a server that has just been started.</summary>
internal static class Idle
{
    public const int Connections = 5_000;

    private const int Forerunners = 100;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    public static TimeSpan Expected => 2 * Settling;

    /// <summary>In KB for each. The first hundred make the server load what it needs for any, and are not counted.</summary>
    public static async Task<Figure> Measure(string key, string name, Community community, int process, Step step, CancellationToken ct)
    {
        var recorder = new Recorder();
        var usage = new Usage();
        await using var forerunners = await Gather(Forerunners);
        await step.Wait(Settling, ct);
        var before = Memory.Of(process);
        await using var crowd = await Gather(Connections);
        var connected = Memory.Of(process);
        await step.Wait(Settling, ct);
        recorder.ThrowIfFailed();
        var after = Memory.Of(process);
        return new(key, name, (after - before) / Connections, Unit.Kilobytes)
        {
            Note = FormattableString.Invariant($"{before / 1024:F0} MB before, {connected / 1024:F0} MB when they were there, {after / 1024:F0} MB {Settling.TotalSeconds:F0} s later"),
            Noise = usage.Since().Others,
        };

        Task<Crowd> Gather(int size) => Crowd.Gather(community.Server, community.Devices(size), new(size, 0, recorder), recorder, ct);
    }
}
