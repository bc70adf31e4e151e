using System.Net;
using System.Net.Sockets;

namespace EventChat.Api.Http;

/// <summary>
/// Whom an anonymous request is counted for: the peer, or the client that a proxy of <c>Proxies:Known</c> names. Of an IPv6 address only the network of 64
/// bits, because a single customer has all of it.
/// </summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8, Bytes = 16;

    public static string Of(HttpContext http) => Of(http.Connection.RemoteIpAddress);

    public static string Of(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();

        Span<byte> bytes = stackalloc byte[Bytes];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/{NetworkBytes * 8}";
    }
}
