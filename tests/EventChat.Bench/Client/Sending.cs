using System.Net;
using System.Net.Sockets;

namespace EventChat.Bench.Client;

/// <summary>Sockets as all connections here use them.</summary>
internal static class Sending
{
    extension(Socket socket)
    {
        public static Socket To(IPEndPoint server)
        {
            var connected = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            connected.Connect(server);
            return connected;
        }

        /// <summary>
        /// Sends what is small enough never to wait for room. Any thread may; whether the connection is gone shows where it
        /// receives.
        /// </summary>
        public void Offer(ReadOnlySpan<byte> bytes)
        {
            try
            {
                socket.Send(bytes, SocketFlags.None, out _);
            }
            catch (ObjectDisposedException)
            {
                // The measurement is over.
            }
        }
    }
}
