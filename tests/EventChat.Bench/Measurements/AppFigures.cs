using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>What the app does under load, measured again when it has grown.</summary>
internal sealed class AppFigures(Run run, Installation app, BareLimits limits, Stages stages)
{
    public async Task Latency(Step step, CancellationToken ct)
    {
        var community = await app.Community(ct);
        foreach (var rate in Plan.LatencyRates)
        {
            var before = app.Messages;
            var hall = await Hall.Measure(community, Plan.LatencySenders, new Schedule(rate), run.Options, step, ct);
            var bare = limits.Latency.GetValueOrDefault(rate)?.Outcome;
            var (key, name) = ($"latency.{rate}", $"post to the last of 100, {rate}/s");
            stages.AddLasting(
                Figures.LatencyP50(key, name, hall) with { Bar = Bars.LatencyP50, Limit = bare?.DeliveryP50 }, before);
            stages.Add(Figures.LatencyP99($"{key}.p99", name, hall) with
            {
                Bar = rate == Bars.BusyRate ? Bars.LatencyP99 : null,
                Limit = bare?.DeliveryP99,
            });
            Require(hall);
        }
    }

    public async Task Pages(Step step, CancellationToken ct)
    {
        var pages = await Measurements.Pages.Measure(await app.Community(ct), run.Options, step, ct);
        stages.AddLasting(
            Figures.Posts("pages", "newest page of 50, 32 readers", pages) with { Bar = Bars.PagesPerSecond }, app.Messages);
        stages.Add(new("pages.p99", "newest page of 50, p99", pages.AnswerP99, Unit.Milliseconds)
        {
            Bar = Bars.PagesP99,
            Noise = pages.Others,
        });
    }

    public async Task Sends(Step step, CancellationToken ct)
    {
        var (community, before) = (await app.Community(ct), app.Messages);
        await using var lag = new Watch(async stop => (await app.Api.Metrics(stop))?.Lag, ct);
        lag.Begin();
        var sends = await Posting.Measure(community, community.Channels, run.Options, step, ct);
        var catchUp = await CatchUp.Wait(app, ct);
        stages.AddLasting(
            Figures.Posts("sends", "durable sends, 64 senders, 50 channels", sends) with
            {
                Bar = Bars.SendsPerSecond,
                Limit = limits.EchoRate,
            },
            (before + app.Messages) / 2);
        if (limits.EchoRate is { } echo)
        {
            stages.Add(Figures.Share("sends.share", "durable sends, share of the echo", sends, echo) with
            {
                Bar = Bars.SendsShareOfEcho,
            });
        }

        AddLag(lag.Highest, catchUp, sends.Others);
    }

    public async Task Hot(Step step, CancellationToken ct)
    {
        var (community, before, inHot) = (await app.Community(ct), app.Messages, app.HotMessages);
        var hot = await Posting.Measure(community, [community.Hot], run.Options, step, ct);
        app.HotMessages += app.Messages - before;
        stages.AddLasting(
            Figures.Posts("hot", "durable sends, 64 senders, one channel", hot) with
            {
                Bar = Bars.HotPerSecond,
                Limit = limits.EchoRate,
            },
            (inHot + app.HotMessages) / 2);
    }

    public async Task FanOut(Step step, CancellationToken ct)
    {
        var hall = await Measurements.FanOut.Measure(await app.Community(ct), run.Options, step, ct);
        stages.Add(Figures.Delivered("fanout", "stored and received by all of 100, 32 senders", hall) with
        {
            Bar = Bars.FanOutPerSecond,
            Limit = limits.FanOut?.Outcome.DeliveryRate,
        });
        Require(hall);
    }

    public async Task Everybody(Step step, CancellationToken ct)
    {
        var hall = await Hall.Measure(await app.Community(ct), Community.Size, new ClosedLoop(), run.Options, step, ct, Plan.Everyone);
        stages.Add(Figures.Delivered("everybody", $"stored and received by all of {Plan.Everyone:N0}, {Community.Size} senders", hall) with
        {
            Bar = Bars.EverybodyPerSecond,
            Limit = limits.Everybody?.Outcome.DeliveryRate,
        });
        Require(hall);
    }

    public async Task Crowds(Step step, CancellationToken ct)
    {
        foreach (var size in Plan.CrowdSizes)
        {
            var hall = await Hall.Measure(await app.Community(ct), Plan.LatencySenders, new Schedule(Plan.CrowdRate), run.Options, step, ct, size);
            var bare = limits.Crowds.GetValueOrDefault(size)?.Outcome.DeliveryP50;
            stages.Add(Figures.LatencyP50($"crowd.{size}", $"post to the last of {size:N0}, {Plan.CrowdRate}/s", hall) with
            {
                Bar = bare is { } limit ? Bar.AtMost(Bars.CrowdOverBare * limit) : null,
                Limit = bare,
            });
            Require(hall);
        }
    }

    /// <summary>After a start of its own: what a server has gathered while it worked could make room for them.</summary>
    public async Task Idle(Step step, CancellationToken ct)
    {
        await app.Stop();
        await app.Start(ct);
        var idle = await Measurements.Idle.Measure(
            "idle", $"memory for each of {Measurements.Idle.Connections:N0} idle connections", await app.Community(ct), app.Process, step, ct);
        stages.Add(idle with { Bar = Bars.IdleConnection, Limit = limits.Idle });
    }

    private void AddLag(double? longest, double? catchUp, double noise)
    {
        if (longest is null || catchUp is null) throw new MeasurementException("the server has no metrics of its projections");

        stages.Add(new("lag", "projections behind at most, during the sends", longest.Value, Unit.Seconds)
        {
            Bar = Bars.Lag,
            Noise = noise,
        });
        stages.Add(new("catchup", "projections caught up, after the sends", catchUp.Value, Unit.Seconds)
        {
            Bar = Bars.CatchUp,
            Noise = noise,
        });
    }

    public static void Require(HallOutcome hall)
    {
        if (!hall.NoneMissing) throw new MeasurementException($"deliveries were not whole: {hall.Faults}");
        if (!hall.SameOrder) throw new MeasurementException("members saw messages in different orders");
    }
}
