using EventChat.Bench.Client;

namespace EventChat.Bench.Machine;

/// <summary>Who used how much of the machine since a moment.</summary>
/// <param name="app">The process that is measured, where its share matters.</param>
internal sealed class Usage(int? app = null)
{
    /// <summary>From this share of a core on, somebody else's work has spoiled a measurement.</summary>
    public const double Noisy = 0.2;

    private readonly long _at = Clock.Now;
    private readonly long _busy = Processes.Busy();
    private readonly long _mine = Processes.Mine();
    private readonly long _ours = Processes.Ours();
    private readonly long _app = Processes.Of(app);

    /// <summary>In cores: all others, this process, which makes the load, and the app.</summary>
    public (double Others, double Client, double App) Since()
    {
        var seconds = Clock.Milliseconds(Clock.Now - _at) / 1000;
        var mine = Processes.Mine() - _mine;
        var ours = Processes.Ours() - _ours;
        var busy = Processes.Busy() - _busy;
        return (
            Math.Max(0, (busy - ours) / Processes.TicksPerSecond / seconds),
            mine / Processes.TicksPerSecond / seconds,
            (Processes.Of(app) - _app) / Processes.TicksPerSecond / seconds);
    }

    /// <summary>Waits for a second in which nobody else works, but not for ever.</summary>
    public static async Task Quiet(TimeSpan patience, CancellationToken ct)
    {
        for (var until = Clock.Now + Clock.Ticks(patience); Clock.Now < until;)
        {
            var usage = new Usage();
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            if (usage.Since().Others < Noisy) return;
        }
    }
}
