using EventChat.Bench.App;
using EventChat.Bench.Bare;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>What the framework alone reaches, with the same client, in the same run.</summary>
internal sealed class BareLimits(Run run)
{
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "EventChat.Bench");

    private readonly Dictionary<int, HallOutcome> _latency = [], _crowds = [];

    public double? EchoRate { get; private set; }

    public IReadOnlyDictionary<int, HallOutcome> Latency => _latency;

    public IReadOnlyDictionary<int, HallOutcome> Crowds => _crowds;

    public HallOutcome? FanOut { get; private set; }

    public HallOutcome? Everybody { get; private set; }

    /// <summary>KB of memory for a connection that is told nothing.</summary>
    public double? Idle { get; private set; }

    public async Task Measure(CancellationToken ct)
    {
        if (run.Options.Wants(Plan.Echo, Plan.Sends, Plan.Hot)) await Beside(BareServer.Echo, "bare echo", 1, Echo, ct);
        if (run.Options.Wants(Plan.Inserts, Plan.Sends)) await run.Try("bare inserts", run.Expected(), step => Inserts(step, ct), ct);
        if (run.Options.Wants(Plan.SignalR, Plan.Latency)) await Beside(BareServer.SignalR, "bare SignalR latency", 2, SignalR, ct);
        if (run.Options.Wants(Plan.SignalR, Plan.FanOut)) await Beside(BareServer.SignalR, "bare SignalR fan-out", 1, Hall, ct);
        if (run.Options.Wants(Plan.SignalR, Plan.Crowds)) await Beside(BareServer.SignalR, "bare SignalR crowds", Plan.CrowdSizes.Count, OfCrowds, ct);
        if (run.Options.Wants(Plan.SignalR, Plan.Everybody)) await Beside(BareServer.SignalR, "bare SignalR to everybody", 1, OfEverybody, ct);
        if (run.Options.Wants(Plan.SignalR, Plan.Idle)) await Beside(BareServer.SignalR, "bare SignalR idle", Measurements.Idle.Expected, (server, step) => OfIdle(server, step, ct), ct);
    }

    private Task<bool> Beside(string kind, string name, int count, Func<Community, Step, CancellationToken, Task> measure, CancellationToken ct) =>
        Beside(kind, name, run.Cold.Expected(count), (server, step) => measure(Community.Nobody(server.Address), step, ct), ct);

    private Task<bool> Beside(string kind, string name, TimeSpan expected, Func<ServerProcess, Step, Task> measure, CancellationToken ct) =>
        run.Try(
            name,
            expected,
            async step =>
            {
                await using var server = await ServerProcess.Start(Program, [kind], ct);
                await measure(server, step);
            },
            ct);

    private async Task Echo(Community nobody, Step step, CancellationToken ct)
    {
        var echo = await Posting.Measure(nobody, nobody.Channels, run.Options.Cold, step, ct);
        EchoRate = echo.Rate;
        run.Findings.Add(Figures.Posts("echo", "bare Kestrel echo, 64 connections", echo));
    }

    private async Task Inserts(Step step, CancellationToken ct) =>
        run.Findings.Add(await Measurements.Inserts.Measure(run.Options, step, ct));

    private async Task SignalR(Community nobody, Step step, CancellationToken ct)
    {
        foreach (var rate in Plan.LatencyRates)
        {
            _latency[rate] = await Measurements.Hall.Measure(nobody, Plan.LatencySenders, new Schedule(rate), run.Options.Cold, step, ct);
            run.Findings.Add(Figures.LatencyP50($"signalr.{rate}", $"bare SignalR to the last of 100, {rate}/s", _latency[rate]));
        }
    }

    private async Task OfCrowds(Community nobody, Step step, CancellationToken ct)
    {
        foreach (var size in Plan.CrowdSizes)
        {
            _crowds[size] = await Measurements.Hall.Measure(nobody, Plan.LatencySenders, new Schedule(Plan.CrowdRate), run.Options.Cold, step, ct, size);
            run.Findings.Add(Figures.LatencyP50($"signalr.crowd.{size}", $"bare SignalR to the last of {size:N0}, {Plan.CrowdRate}/s", _crowds[size]));
        }
    }

    private async Task OfIdle(ServerProcess server, Step step, CancellationToken ct)
    {
        var idle = await Measurements.Idle.Measure(
            "signalr.idle", $"bare SignalR, memory for each of {Measurements.Idle.Connections:N0} idle connections", Community.Nobody(server.Address), server.Id, step, ct);
        run.Findings.Add(idle);
        Idle = idle.Value;
    }

    private async Task OfEverybody(Community nobody, Step step, CancellationToken ct)
    {
        Everybody = await Measurements.Hall.Measure(nobody, Community.Size, new ClosedLoop(), run.Options.Cold, step, ct, Plan.Everyone);
        run.Findings.Add(Figures.Delivered("signalr.everybody", $"bare SignalR, received by all of {Plan.Everyone:N0}", Everybody));
    }

    private async Task Hall(Community nobody, Step step, CancellationToken ct)
    {
        FanOut = await Measurements.FanOut.Measure(nobody, run.Options.Cold, step, ct);
        run.Findings.Add(Figures.Delivered("signalr.fanout", "bare SignalR, received by all of 100", FanOut));
    }
}
