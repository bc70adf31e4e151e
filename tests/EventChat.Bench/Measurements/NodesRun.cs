namespace EventChat.Bench.Measurements;

/// <summary>What is measured of two servers over one database.</summary>
internal sealed class NodesRun(Run run)
{
    public async Task Follow(CancellationToken ct)
    {
        if (run.Options.Wants(Plan.Resume)) await run.Try("resume after a node kill", Storm.Expected, step => new Storm(run).Measure(step, ct), ct);
        var chaos = new Chaos(run);
        if (run.Options.Wants(Plan.Chaos)) await run.Try("chaos", chaos.Expected, step => chaos.Measure(step, ct), ct);
    }
}
