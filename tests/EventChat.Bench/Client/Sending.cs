using System.Net;
using System.Net.Sockets;

namespace EventChat.Bench.Client;

/// <summary>Sockets as all connections here use them.</summary>
internal static class Sending
{
    private const int Tcp = 6, LargestSegment = 2, OfEthernet = 1448;

    extension(Socket socket)
    {
        /// <param name="isFar">In segments as of a network: with those of this machine, of 64 KB, the kernel alone keeps megabytes for one who does not read.</param>
        public static Socket To(IPEndPoint server, bool isFar = false)
        {
            var connected = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (isFar) connected.SetRawSocketOption(Tcp, LargestSegment, BitConverter.GetBytes(OfEthernet));
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
