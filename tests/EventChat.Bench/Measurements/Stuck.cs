using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Machine;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>Clients that stop reading, and stay: what they cost the server, and the others.</summary>
internal sealed class Stuck(Run run, Installation app)
{
    public const int Parts = 2;

    private const int Clients = 500, Others = 20, PerSecond = 100;

    /// <summary>Of a message: so long that what is kept for a client is full within seconds.</summary>
    private const int Characters = 4_000;

    public async Task Measure(Step step, CancellationToken ct)
    {
        var (alone, before) = await Talk(step, ct);
        var (community, recorder) = (await app.Community(ct), new Recorder());
        var dropped = (await app.Api.Metrics(ct))?.PushesDropped;
        await using var stuck = await Crowd.Gather(community.Server, community.Devices(Clients), new(Clients, 0, recorder), recorder, ct, stopsReading: true);
        var (beside, after) = await Talk(step, ct);
        dropped = (await app.Api.Metrics(ct))?.PushesDropped - dropped;

        run.Findings.Add(new("stuck.memory", $"memory for {Clients} clients that do not read", (after - before) / 1024, Unit.Megabytes)
        {
            Bar = Bars.StuckMemory,
            Note = FormattableString.Invariant($"at most {after / 1024:F0} MB with them and {before / 1024:F0} MB without, {dropped:N0} pushes dropped"),
            Noise = Math.Max(alone.Outcome.Others, beside.Outcome.Others),
        });
        run.Findings.Add(Figures.LatencyP50("stuck.latency", $"post to the last of {Others} beside {Clients} that do not read, {PerSecond}/s", beside) with
        {
            Bar = Bar.AtMost(Bars.BesideStuck * alone.Outcome.DeliveryP50),
            Limit = alone.Outcome.DeliveryP50,
            Note = Figures.Join(
                Figures.Percentiles(beside.Outcome.DeliveryP50, beside.Outcome.DeliveryP99),
                FormattableString.Invariant($"without them p99 {alone.Outcome.DeliveryP99:F1} ms")),
        });
        AppFigures.Require(beside);
    }

    private async Task<(HallOutcome Hall, double Memory)> Talk(Step step, CancellationToken ct)
    {
        var community = await app.Community(ct);
        var occasion = new Occasion(Plan.LatencySenders, new Schedule(PerSecond), Others, Gather) { Characters = Characters };
        await using var memory = new Watch(_ => Task.FromResult<double?>(Memory.Of(app.Process)), ct);
        memory.Begin();
        // With the long lead in: by its end, what is kept for those who do not read is full.
        var hall = await Hall.Measure(community, occasion, run.Options.Cold, step, ct);
        return (hall, memory.Highest ?? throw new MeasurementException("the server's memory is not known"));

        async Task<IAudience> Gather(IReadOnlyList<string> tokens, Deliveries deliveries, Recorder recorder) =>
            await ChatCrowd.Gather(community.Server, tokens, deliveries, recorder, ct);
    }
}
