using System.Net;
using System.Net.Sockets;

namespace EventChat.Acceptance.Support;

/// <summary>Where servers of others can listen that a test starts.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
