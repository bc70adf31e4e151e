using System.Net;

namespace EventChat.Bench.App;

/// <summary>Who posts and listens where: 100 members, the first 64 of them in 50 channels and a hot one, all in a hall.</summary>
internal sealed record Community(
    IPEndPoint Server, IReadOnlyList<Account> Members, IReadOnlyList<string> Channels, string Hot, string Hall)
{
    public const int Size = 100;
    public const int Senders = 64;
    public const int ChannelCount = 50;

    /// <summary>The tokens of so many connections, with which all members have about as many.</summary>
    public IReadOnlyList<string> Devices(int connections) => [.. Enumerable.Range(0, connections).Select(n => Members[n % Size].Token)];

    /// <summary>Names of the same lengths for servers that know nobody.</summary>
    public static Community Nobody(IPEndPoint server) => new(
        server,
        [.. Enumerable.Range(0, Size).Select(static index => new Account($"U{index:D26}", new string('t', 300), TimeSpan.MaxValue))],
        [.. Enumerable.Range(0, ChannelCount).Select(static index => $"C{index:D26}")],
        $"C{ChannelCount:D26}",
        $"C{ChannelCount + 1:D26}");
}

internal sealed record Account(string Id, string Token, TimeSpan TokenLife);
