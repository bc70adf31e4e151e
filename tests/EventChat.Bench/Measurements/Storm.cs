using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Machine;
using EventChat.Bench.Report;
using EventChat.Testing;

namespace EventChat.Bench.Measurements;

/// <summary>A node dies while people talk, and all of its clients come to the other.</summary>
internal sealed class Storm(Run run)
{
    private const int Clients = 2_000, Capacity = 10_000;

    /// <summary>Messages a second into the channel of the clients, and into all others.</summary>
    private const int Rate = 5, OtherRate = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Before = TimeSpan.FromSeconds(5);

    public static TimeSpan Expected => TimeSpan.FromSeconds(60);

    public async Task Measure(Step step, CancellationToken ct)
    {
        await using var nodes = await Nodes.Start(ct);
        step.Say("members");
        var community = await Settlers.Settle(nodes.First.Server.Address, nodes.First.Server.Api, step.Reach, ct);
        await using var network = new TcpProxy();
        network.SendTo(nodes.First.Address);
        step.Say("clients");
        var deliveries = new Deliveries(Clients, Capacity, new());
        await using var clients = await Returners.Gather(network.Address, Devices(community), deliveries, ct);

        step.Say("coming back");
        using var hall = Talk([community.Hall], Rate, deliveries);
        using var elsewhere = Talk(community.Channels, OtherRate, null);
        await step.Wait(Before, ct);
        var (reads, usage) = (await Reads(nodes, ct), new Usage());
        var took = await Kill(nodes, network, clients, ct);
        var (others, client, _) = usage.Since();
        reads = await Reads(nodes, ct) - reads;
        await hall.Stop(ct);
        await elsewhere.Stop(ct);
        Add(took, reads, await Agree(clients, deliveries, ct), client, others);

        Posting Talk(IReadOnlyList<string> channels, int rate, Deliveries? deliveries)
        {
            var posting = new Posting(community with { Server = nodes.Second.Server.Address }, channels, new Schedule(rate), deliveries);
            posting.Begin();
            return posting;
        }
    }

    /// <summary>Of those members who are in no other channel than the hall.</summary>
    private static List<string> Devices(Community community) =>
        [.. Enumerable.Range(0, Clients).Select(n => community.Members[Community.Senders + (n % (Community.Size - Community.Senders))].Token)];

    private static async Task<double> Reads(Nodes nodes, CancellationToken ct) =>
        (await nodes.Second.Server.Api.Metrics(ct))?.ReadsToResume ?? throw new MeasurementException("the server has no metrics");

    /// <summary>After how many seconds each of them has everything, the first one first.</summary>
    private static async Task<List<double>> Kill(Nodes nodes, TcpProxy network, Returners clients, CancellationToken ct)
    {
        var (back, began) = (clients.Back(), Clock.Now);
        network.SendTo(nodes.Second.Address);
        await nodes.First.Kill();
        return [.. (await back.WaitAsync(Patience, ct)).Select(at => Clock.Milliseconds(at - began) / 1000)];
    }

    private static async Task<int> Agree(Returners clients, Deliveries deliveries, CancellationToken ct) =>
        await Hall.Drain(deliveries, new(), ct) is { Missing: 0, Doubled: 0 } whole && clients.SameOrder
            ? whole.Posted
            : throw new MeasurementException($"not everybody has everything once and in order: {deliveries.Check()}");

    private void Add(List<double> took, double reads, int posted, double client, double others)
    {
        run.Findings.Add(new("resume", $"{Clients:N0} clients of one channel, back after a node kill", took[^1], Unit.Seconds)
        {
            Bar = Bars.Resume,
            Note = FormattableString.Invariant($"until the last of them has everything, half have after {took[took.Count / 2]:F2} s and one after {took[0]:F2} s; {posted} messages to each, none missing, client {client:F2} cores"),
            Noise = others,
        });
        run.Findings.Add(new("resume.reads", $"reads of the log for {Clients:N0} who come back to one channel", reads, Unit.Count) { Bar = Bars.ReadsToResume });
    }
}
