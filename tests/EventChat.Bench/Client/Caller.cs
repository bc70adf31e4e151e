using System.Net;
using System.Text;

namespace EventChat.Bench.Client;

/// <summary>Makes the same requests in turn, and expects one status.</summary>
internal sealed class Caller(
    IPEndPoint server, IReadOnlyList<byte[]> requests, int expected, int firstTurn, Recorder recorder, Pace pace)
    : Asker(server, recorder, pace)
{
    private int _turn = firstTurn;

    public static byte[] Get(IPEndPoint server, string path, string? token) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {server}\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}\r\n");

    public static byte[] Post(IPEndPoint server, string path, byte[] json) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {server}\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n"),
        .. json,
    ];

    protected override byte[] Question(long due) => requests[_turn++ % requests.Count];

    protected override bool IsAnswer(int status) => status == expected;
}
