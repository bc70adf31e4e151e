using System.Net;
using System.Text;

namespace EventChat.Bench.Client;

/// <summary>Reads the newest page of its channels in turn.</summary>
internal sealed class PageReader(
    IPEndPoint server, string token, IReadOnlyList<string> channels, int firstTurn, Recorder recorder, Pace pace)
    : Asker(server, recorder, pace)
{
    private readonly byte[][] _requests =
    [
        .. channels.Select(channel => Encoding.ASCII.GetBytes(
            $"GET /api/v1/channels/{channel}/messages?limit=50 HTTP/1.1\r\nHost: {server}\r\nAuthorization: Bearer {token}\r\n\r\n")),
    ];

    private int _turn = firstTurn;

    protected override byte[] Question(long due) => _requests[_turn++ % _requests.Length];
}
