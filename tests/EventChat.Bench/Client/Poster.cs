using System.Net;
using System.Text;

namespace EventChat.Bench.Client;

/// <summary>Posts messages to its channels in turn.</summary>
internal sealed class Poster : Asker
{
    /// <summary>Of a message.</summary>
    public const int Characters = 60;

    private const string Path = "POST /api/v1/channels/";

    private readonly byte[] _request;
    private readonly byte[][] _channels;
    private readonly int _idAt;
    private readonly Deliveries? _deliveries;
    private int _turn;

    public Poster(IPEndPoint server, string token, IReadOnlyList<string> channels, int firstTurn, Recorder recorder, Pace pace,
        Deliveries? deliveries = null, int characters = Characters)
        : base(server, recorder, pace)
    {
        var words = " the quick brown fox jumps over the lazy dog".PadRight(characters - MessageId.Length, '.');
        var body = $$"""{"text":"{{new string('~', MessageId.Length)}}{{words}}"}""";
        _request = Encoding.ASCII.GetBytes(
            $"{Path}{channels[0]}/messages HTTP/1.1\r\nHost: {server}\r\nAuthorization: Bearer {token}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        _channels = [.. channels.Select(Encoding.ASCII.GetBytes)];
        _idAt = _request.AsSpan().IndexOf("~~~~"u8);
        _turn = firstTurn;
        _deliveries = deliveries;
    }

    protected override byte[] Question(long due)
    {
        var id = MessageId.Take();
        MessageId.Write(id, _request.AsSpan(_idAt));
        _channels[_turn++ % _channels.Length].CopyTo(_request.AsSpan(Path.Length));
        _deliveries?.Expect(id, due);
        return _request;
    }
}
