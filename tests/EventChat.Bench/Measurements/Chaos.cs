using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;
using EventChat.Testing;

namespace EventChat.Bench.Measurements;

/// <summary>Nodes die, connections are cut and late, and in the end each client has told the log: long, and with many messages.</summary>
internal sealed class Chaos(Run run)
{
    private const int Clients = 8, Senders = 24, Channels = 3;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(6), Rebirth = TimeSpan.FromSeconds(7);

    private int Rounds => run.Options.Quick ? 3 : 12;

    public TimeSpan Expected => Rounds * (Round + Rebirth);

    public async Task Measure(Step step, CancellationToken ct)
    {
        await using var nodes = await Nodes.Start(ct);
        var community = await Settlers.Settle(nodes.First.Server.Address, nodes.First.Server.Api, step.Reach, ct);
        await using var network = new TcpProxy();
        network.SendTo(nodes.First.Address, nodes.Second.Address);
        var (token, channels) = (community.Members[0].Token, community.Channels.Take(Channels).ToList());
        await using var followers = await Followers.Gather(network.Address, () => Task.FromResult<string?>(token), Clients, channels);

        var began = Clock.Now;
        followers.Talk(Senders);
        var havoc = Havoc.Wreak([nodes.First, nodes.Second], network, Rounds, Round, ct);
        while (!havoc.IsCompleted) await step.Wait(TimeSpan.FromSeconds(1), ct);
        await havoc;
        var took = Clock.Milliseconds(Clock.Now - began) / 1000;
        step.Say("comparing");
        var (acknowledged, told) = await followers.Agree(channel => nodes.First.Server.Api.Events(channel, token, ct));
        run.Findings.Add(new("chaos", $"messages that all of {Clients} clients have as the log does", acknowledged, Unit.Count)
        {
            Bar = Bars.Chaos,
            Note = FormattableString.Invariant($"in {took:F0} s with {Rounds} nodes killed, {network.Cuts:N0} connections cut and all bytes late; {told:N0} events told, none missing, doubled or out of order"),
        });
    }
}
