using System.Net;
using System.Net.Sockets;

namespace EventChat.Adapters.Http;

/// <summary>
/// Which addresses a server may be sent to by strangers: those that anybody can reach, and never the machines beside it. The ranges are those of the IANA registries of
/// special-purpose addresses (RFC 6890), with multicast and the bridges from IPv6 into IPv4.
/// </summary>
/// <param name="allowed">Ranges that are open all the same.</param>
public sealed class AddressGuard(IReadOnlyList<IPNetwork> allowed)
{
    private const int Http = 80, Https = 443;

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
        "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    }.Select(static range => IPNetwork.Parse(range))];

    /// <summary>Within the allowed ranges every port is open; elsewhere those of the web.</summary>
    public bool Lets(IPAddress address, int port) => IsAllowed(address) || (port is Http or Https && IsPublic(Plain(address)));

    /// <summary>Whether a name that resolves to these is open. It is closed where one of them is: a name with an address beside this server has it by mistake or on purpose.</summary>
    public bool Lets(IReadOnlyList<IPAddress> addresses, int port) => addresses.Count > 0 && addresses.All(address => Lets(address, port));

    /// <summary>Whether it is open because whoever runs this server says so.</summary>
    public bool IsAllowed(IPAddress address) => allowed.Any(range => range.Contains(Plain(address)));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static bool IsPublic(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || (address.AddressFamily == AddressFamily.InterNetworkV6 && Global6.Contains(address)))
        && !Special.Any(range => range.Contains(address));
}
