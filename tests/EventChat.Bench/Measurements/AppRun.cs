using EventChat.Bench.App;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>All measurements of the app: at first, of its upkeep, and again at ten times the messages.</summary>
internal sealed class AppRun : IAsyncDisposable
{
    private static readonly TimeSpan AboutAMinute = TimeSpan.FromMinutes(1);

    private readonly Run _run;
    private readonly Installation _app = new();
    private readonly Stages _stages;
    private readonly AppFigures _figures;
    private readonly Access _access;
    private readonly Upkeep _upkeep;
    private readonly Boots _boots;
    private readonly Searches _searches;
    private readonly Stuck _stuck;
    private readonly Webhooks _webhooks;
    private readonly Replaying _replaying;

    public AppRun(Run run, BareLimits limits)
    {
        _run = run;
        _stages = new(run.Findings);
        _figures = new(run, _app, limits, _stages);
        _access = new(run, _app);
        _upkeep = new(run, _app);
        _boots = new(run, _app);
        _searches = new(run, _app);
        _stuck = new(run, _app);
        _webhooks = new(run, _app, BareLimits.Program);
        _replaying = new(run, _app);
    }

    public async Task Follow(CancellationToken ct)
    {
        if (!await _run.Try("start the app", AboutAMinute, step => _app.Open(step.Reach, ct), ct)) return;

        if (_run.Options.Wants(Plan.Idle)) await _run.Try("idle connections", Idle.Expected, step => _figures.Idle(step, ct), ct);
        if (!_run.Options.Wants(Plan.OfTheWarmApp)) return;

        await WarmUp(ct);
        await UnderLoad(ct);
        await Try(Plan.FanOut, "fan-out", _figures.FanOut, ct);
        await Try(Plan.Crowds, "crowds", _figures.Crowds, ct);
        await Try(Plan.Everybody, "everybody", _figures.Everybody, ct);
        await Try(Plan.Stuck, "clients that do not read", _stuck.Measure, ct);
        await Try(Plan.Access, "access", _access.Measure, ct);
        if (await Try(Plan.Rebuild, "rebuild", _upkeep.Rebuild, ct) is not null) await Again(ct);
        if (await Try(Plan.State, "state of a big channel", _upkeep.StateLoad, ct) is not null) await WarmUp(ct);
        if (await Try(Plan.Growth, "growth", Grow, ct) is true) await UnderLoad(ct);
        await Try(Plan.Boot, "boot", _boots.Measure, ct);
        await Try(Plan.Search, "search", _searches.Measure, ct);
        await Try(Plan.Webhooks, "webhooks", _webhooks.Measure, ct);
        await Try(Plan.Replay, "replay", _replaying.Measure, ct);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task UnderLoad(CancellationToken ct)
    {
        await Try(Plan.Latency, "latency", _figures.Latency, ct);
        await Try(Plan.Pages, "pages", _figures.Pages, ct);
        await Try(Plan.Sends, "sends", _figures.Sends, ct);
        await Try(Plan.Hot, "hot channel", _figures.Hot, ct);
    }

    /// <summary>Whether it succeeded, or null where it was not asked for.</summary>
    private async Task<bool?> Try(string key, string name, Func<Step, CancellationToken, Task> measure, CancellationToken ct)
    {
        if (!_run.Options.Wants(key)) return null;

        return await _run.Try(
            _stages.IsGrown ? $"{name}, grown" : name,
            _run.Expected(key switch { Plan.Latency => Plan.LatencyRates.Count, Plan.Crowds => Plan.CrowdSizes.Count, Plan.Access => Access.Parts, Plan.Stuck => Stuck.Parts, Plan.Boot => Boots.Parts, Plan.Search => Searches.Parts, Plan.Webhooks => Webhooks.Parts, _ => 1 }),
            async step =>
            {
                if (key != Plan.State) await CatchUp.Wait(_app, ct);
                await measure(step, ct);
            },
            ct);
    }

    private Task<bool> WarmUp(CancellationToken ct) => _run.Try(
        "warm-up",
        _run.Options.WarmUp,
        async step =>
        {
            var community = await _app.Community(ct);
            using var posting = new Posting(community, community.Channels);
            posting.Begin();
            await step.Wait(_run.Options.WarmUp, ct);
            await posting.Stop(ct);
        },
        ct);

    private async Task Again(CancellationToken ct)
    {
        await _run.Try("start the app again", AboutAMinute, _ => _app.Start(ct), ct);
        await WarmUp(ct);
    }

    private async Task Grow(Step step, CancellationToken ct)
    {
        var all = _stages.FirstMessages("sends") ?? _stages.FirstMessages("pages") ?? _app.Messages;
        if (_stages.FirstMessages("hot") is { } hot) await Filling.Hot(_app, Stages.Growth * hot, step, ct);
        await Filling.Everywhere(_app, Stages.Growth * all, step, ct);
        await CatchUp.Wait(_app, ct);
        _stages.IsGrown = true;
    }
}
