using System.Globalization;
using System.Text.RegularExpressions;
using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Machine;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>What the app does besides serving: rebuild a read model, find a big channel's state again.</summary>
internal sealed partial class Upkeep(Run run, Installation app)
{
    private const int WarmingPosts = 300;
    private const int SecondPosts = 9;

    public async Task Rebuild(Step step, CancellationToken ct)
    {
        step.Say("working");
        var usage = new Usage();
        var line = await app.Task(["rebuild", "timeline"], ct);
        if (Rebuilt().Match(line) is not { Success: true } match) throw new MeasurementException($"not understood: {line}");

        var events = double.Parse(match.Groups["events"].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        var seconds = double.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture);
        run.Findings.Add(new("rebuild", "rebuild of the timeline, events", events / seconds, Unit.PerSecond)
        {
            Bar = Bars.RebuildPerSecond,
            Note = string.Create(CultureInfo.InvariantCulture, $"{events:N0} events in {seconds:F1} s"),
            Noise = usage.Since().Others,
        });
    }

    /// <summary>The first post to a big channel after a restart, beside the posts that follow it.</summary>
    public async Task StateLoad(Step step, CancellationToken ct)
    {
        await Filling.Hot(app, run.Options.Million, step, ct);
        await app.Stop();
        await app.Start(ct);
        var community = await app.Community(ct);
        foreach (var index in Enumerable.Range(0, WarmingPosts))
        {
            await Post(community, community.Channels[index % community.Channels.Count], ct);
        }

        var loadsBefore = (await app.Api.Metrics(ct))?.StateLoads;
        var first = await Post(community, community.Hot, ct);
        var loadsAfter = (await app.Api.Metrics(ct))?.StateLoads;
        var next = new List<double>();
        foreach (var _ in Enumerable.Range(0, SecondPosts)) next.Add(await Post(community, community.Hot, ct));
        next.Sort();
        run.Findings.Add(StateLoad(app.HotMessages, first, next[SecondPosts / 2], loadsAfter?.Seconds - loadsBefore?.Seconds));
    }

    private static Figure StateLoad(long messages, double first, double next, double? loaded) =>
        new(
            "state",
            string.Create(CultureInfo.InvariantCulture, $"state of a channel of {messages:N0} messages"),
            first - next,
            Unit.Milliseconds)
        {
            Bar = Bars.StateLoad,
            Note = Figures.Join(
                string.Create(CultureInfo.InvariantCulture, $"first post {first:F1} ms, next {next:F1} ms"),
                loaded is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"by its own metric {loaded * 1000:F1} ms")),
        };

    private async Task<double> Post(Community community, string channel, CancellationToken ct)
    {
        var began = Clock.Now;
        await app.Api.Say("once more", channel, community.Members[0].Token, ct);
        return Clock.Milliseconds(Clock.Now - began);
    }

    [GeneratedRegex("rebuilt timeline: (?<events>[0-9,]+) events in (?<seconds>[0-9.]+) s", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rebuilt();
}
