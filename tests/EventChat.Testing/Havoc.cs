namespace EventChat.Testing;

/// <summary>A server that can be killed and comes again, where it may have another address.</summary>
public interface IMortal
{
    Uri Address { get; }
    Task Kill();
    Task Begin();
}

/// <summary>Breaks one thing after the other while clients talk through a network.</summary>
public static class Havoc
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(10);

    /// <summary>In each round half of the connections are cut, and then a node is killed, all others are cut, and it comes again.</summary>
    /// <param name="network">Makes all bytes late from here on.</param>
    public static async Task Wreak(IReadOnlyList<IMortal> nodes, TcpProxy network, int rounds, TimeSpan round, CancellationToken ct = default)
    {
        var random = new Random(11);
        network.Delay = Late;
        for (var n = 0; n < rounds; n++)
        {
            await Task.Delay(round / 2, ct);
            network.Cut(0.5);
            await Task.Delay(round / 2, ct);
            var dying = nodes[random.Next(nodes.Count)];
            await dying.Kill();
            network.SendTo([.. nodes.Where(node => node != dying).Select(static node => node.Address)]);
            network.Cut(1);
            await dying.Begin();
            network.SendTo([.. nodes.Select(static node => node.Address)]);
        }
    }
}
