using System.Buffers.Binary;

namespace EventChat.Bench.Client;

/// <summary>Takes the frames off what a WebSocket received and keeps what they carried, wherever the network cut it.</summary>
internal sealed class WebSocketFrames
{
    private const int Text = 1;
    private const int Close = 8;
    private const int Ping = 9;
    private const int Pong = 10;

    private readonly byte[] _header = new byte[10];
    private readonly byte[] _control = new byte[125];
    private byte[] _carried = new byte[128 * 1024];
    private int _headerFilled;
    private int _controlFilled;
    private int _filled;
    private long _left;

    /// <summary>The server has closed the connection; its words are what the control frame says.</summary>
    public bool Closed { get; private set; }

    /// <summary>The server asked for a pong, with the same words, since this was last set to false.</summary>
    public bool Pinged { get; set; }

    public ReadOnlySpan<byte> Control => _control.AsSpan(0, _controlFilled);

    public ReadOnlySpan<byte> Carried => _carried.AsSpan(0, _filled);

    private int Opcode => _header[0] & 0x0F;

    /// <summary>A text frame of a client: masked, as it must be, with a mask of zeros.</summary>
    public static byte[] TextFrame(ReadOnlySpan<byte> text) => Frame(Text, text);

    public static byte[] PongFrame(ReadOnlySpan<byte> words) => Frame(Pong, words);

    public void Add(ReadOnlySpan<byte> received)
    {
        while (received.Length > 0)
        {
            if (_left == 0)
            {
                _header[_headerFilled++] = received[0];
                received = received[1..];
                if (_headerFilled >= 2 && _headerFilled == HeaderLength()) Open();
                continue;
            }

            var part = received[..(int)Math.Min(_left, received.Length)];
            if (Opcode < Close) Keep(part);
            else KeepControl(part);
            received = received[part.Length..];
            _left -= part.Length;
            if (_left == 0) End();
        }
    }

    /// <summary>Forgets so many bytes from the beginning of what was carried.</summary>
    public void Drop(int length)
    {
        _carried.AsSpan(length, _filled - length).CopyTo(_carried);
        _filled -= length;
    }

    private static byte[] Frame(int opcode, ReadOnlySpan<byte> text) =>
        [(byte)(0x80 | opcode), (byte)(0x80 | text.Length), 0, 0, 0, 0, .. text];

    private int HeaderLength() => (_header[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };

    private void Open()
    {
        _left = _headerFilled switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
            10 => BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(2)),
            _ => _header[1] & 0x7F,
        };
        _headerFilled = 0;
        if (Opcode >= Close) _controlFilled = 0;
        if (_left == 0) End();
    }

    private void End()
    {
        if (Opcode == Close) Closed = true;
        if (Opcode == Ping) Pinged = true;
    }

    private void KeepControl(ReadOnlySpan<byte> part)
    {
        part.CopyTo(_control.AsSpan(_controlFilled));
        _controlFilled += part.Length;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_filled + part.Length > _carried.Length) Array.Resize(ref _carried, 2 * (_filled + part.Length));
        part.CopyTo(_carried.AsSpan(_filled));
        _filled += part.Length;
    }
}
