using System.Net;
using System.Net.Sockets;

namespace EventChat.Adapters.Http;

/// <summary>The guard lets nobody through.</summary>
public sealed class ClosedToStrangersException(string message) : HttpRequestException(message);

/// <summary>
/// Requests to addresses that strangers name. A name is resolved once for each connection, what it resolves to is shown to the <see cref="AddressGuard"/>, and the
/// connection goes to one of these: a name that changes its mind in between gains nothing. Redirects and proxies are not followed.
/// </summary>
public static class OutgoingHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Its requests fail with an <see cref="HttpRequestException"/> where the guard lets nobody through.</summary>
    public static SocketsHttpHandler Guarded(AddressGuard guard) => new()
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32, ConnectCallback = (context, ct) => Connect(context.DnsEndPoint, guard, ct),
    };

    private static async ValueTask<Stream> Connect(DnsEndPoint place, AddressGuard guard, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(place.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(place.Host, ct);
        if (!guard.Lets(addresses, place.Port)) throw new ClosedToStrangersException($"{place.Host}:{place.Port} is not open to strangers.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, place.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
