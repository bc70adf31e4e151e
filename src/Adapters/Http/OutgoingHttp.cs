using System.Net;
using System.Net.Sockets;

namespace EventChat.Adapters.Http;

/// <summary>
/// Requests to addresses that strangers name. The address that a name resolves to is looked at where the connection is made, so that no name that answers differently
/// the second time gets through; redirects and proxies are not followed.
/// </summary>
public static class OutgoingHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Networks that are nobody's on the open internet (the registries of RFC 6890 and what came after it), and ways around IPv6 into IPv4.</summary>
    private static readonly IPNetwork[] Special = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
    }.Select(IPNetwork.Parse)];

    /// <summary>Whether a request may go there.</summary>
    /// <param name="allowed">Networks that are open all the same.</param>
    public static bool IsOpen(IPAddress address, IReadOnlyList<IPNetwork> allowed)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(n => n.Contains(plain)) || !Special.Any(n => n.Contains(plain));
    }

    public static HttpMessageHandler Guarded(IReadOnlyList<IPNetwork> allowed) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32, ConnectCallback = (context, ct) => Connect(context.DnsEndPoint, allowed, ct),
    };

    private static async ValueTask<Stream> Connect(DnsEndPoint place, IReadOnlyList<IPNetwork> allowed, CancellationToken ct)
    {
        var open = (await Dns.GetHostAddressesAsync(place.Host, ct)).Where(a => IsOpen(a, allowed)).ToArray();
        if (open.Length == 0) throw new HttpRequestException("The address is none of the open internet.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, place.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
