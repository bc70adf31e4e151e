using System.Net;
using System.Text;

namespace EventChat.Bench.Client;

/// <summary>Posts what people say to its channels in turn.</summary>
internal sealed class Talker : Asker
{
    private readonly Func<string, byte[]> _request;
    private readonly IReadOnlyList<string> _channels;
    private readonly Talk _talk;
    private int _turn;

    public Talker(IPEndPoint server, string token, IReadOnlyList<string> channels, int firstTurn, Talk talk, Recorder recorder, Pace pace)
        : base(server, recorder, pace)
    {
        (_channels, _talk, _turn) = (channels, talk, firstTurn);
        var headers = $"Host: {server}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n";
        _request = channel =>
        {
            var body = $$"""{"text":"{{_talk.Line()}}"}""";
            return Encoding.ASCII.GetBytes(
                $"POST /api/v1/channels/{channel}/messages HTTP/1.1\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}");
        };
    }

    protected override byte[] Question(long due) => _request(_channels[_turn++ % _channels.Count]);
}
