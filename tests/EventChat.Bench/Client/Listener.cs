using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventChat.Bench.Client;

/// <summary>A member's SignalR connection: it counts what it is told, on the socket thread, without allocating.</summary>
internal sealed class Listener : IDisposable
{
    private const byte EndOfMessage = 0x1E;

    private static readonly byte[] Handshake = WebSocketFrames.TextFrame("{\"protocol\":\"json\",\"version\":1}\u001e"u8);
    private static readonly byte[] AmIRouted = WebSocketFrames.TextFrame(
        "{\"type\":1,\"invocationId\":\"1\",\"target\":\"Heartbeat\",\"arguments\":[]}\u001e"u8);
    private static readonly byte[] KeepAlive = WebSocketFrames.TextFrame("{\"type\":6}\u001e"u8);

    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receiving = new(true);
    private readonly TaskCompletionSource _routed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _received = new byte[128 * 1024];
    private readonly WebSocketFrames _frames = new();
    private readonly Deliveries _deliveries;
    private readonly Recorder _recorder;
    private readonly bool _stopsReading;
    private bool _upgraded;
    private volatile bool _closed;

    /// <param name="stopsReading">Whether it takes nothing any more once it is routed, and goes on saying that it is there.</param>
    public Listener(IPEndPoint server, string token, Deliveries deliveries, Recorder recorder, bool stopsReading = false)
    {
        (_deliveries, _recorder, _stopsReading) = (deliveries, recorder, stopsReading);
        _socket = Socket.To(server, isFar: stopsReading);
        _receiving.SetBuffer(_received);
        _receiving.Completed += (_, _) => Receive();
        _socket.Offer(Encoding.ASCII.GetBytes(
            $"GET /hubs/chat?access_token={token} HTTP/1.1\r\nHost: {server}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        if (!_socket.ReceiveAsync(_receiving)) Receive();
    }

    /// <summary>Done when the server routes pushes to this connection.</summary>
    public Task Routed => _routed.Task;

    /// <summary>How often the server said that pushes were dropped.</summary>
    public long Resets { get; private set; }

    /// <summary>The same for two listeners exactly if they were told the same messages in the same order.</summary>
    public long Order { get; private set; }

    /// <summary>Must be called every 15 seconds.</summary>
    public void Ping()
    {
        if (Routed.IsCompletedSuccessfully) _socket.Offer(KeepAlive);
    }

    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
    }

    private void Receive()
    {
        try
        {
            do
            {
                if (_closed || (_stopsReading && Routed.IsCompleted)) return;
                if (_receiving.SocketError == SocketError.Success && _receiving.BytesTransferred > 0) Take(Clock.Now);
                else Broke("the server closed a member's connection");
            }
            while (!_closed && !_socket.ReceiveAsync(_receiving));
        }
        catch (ObjectDisposedException)
        {
            _closed = true;
        }
    }

    private void Take(long now)
    {
        ReadOnlySpan<byte> received = _received.AsSpan(0, _receiving.BytesTransferred);
        if (!_upgraded && !Upgrade(ref received)) return;

        _frames.Add(received);
        Read(now);
        if (_frames.Pinged) _socket.Offer(WebSocketFrames.PongFrame(_frames.Control));
        _frames.Pinged = false;
        if (_frames.Closed) Broke($"the server closed a member's connection: {Reason(_frames.Control)}");
    }

    private bool Upgrade(ref ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0 || !received.StartsWith("HTTP/1.1 101"u8))
        {
            Broke($"no WebSocket but {Encoding.UTF8.GetString(received)}");
            return false;
        }

        received = received[(end + 4)..];
        _socket.Offer(Handshake);
        return _upgraded = true;
    }

    private void Read(long now)
    {
        var carried = _frames.Carried;
        var at = 0;
        for (int length; (length = carried[at..].IndexOf(EndOfMessage)) >= 0; at += length + 1)
        {
            Hear(carried.Slice(at, length), now);
        }

        _frames.Drop(at);
    }

    private void Hear(ReadOnlySpan<byte> message, long now)
    {
        if (MessageId.Find(message) is var id and >= 0)
        {
            _deliveries.Received(id, now);
            Order = (Order * 31) + id;
        }
        else if (message.SequenceEqual("{}"u8)) _socket.Offer(AmIRouted);
        else if (message.StartsWith("{\"type\":3"u8)) _routed.TrySetResult();
        else if (message.StartsWith("{\"type\":1,\"target\":\"Reset\""u8)) Resets++;
        else if (message.StartsWith("{\"type\":7"u8) || message.StartsWith("{\"error\""u8)) Broke(Encoding.UTF8.GetString(message));
    }

    private static string Reason(ReadOnlySpan<byte> close) => close.Length < 2
        ? "no reason"
        : $"{BinaryPrimitives.ReadUInt16BigEndian(close)} {Encoding.UTF8.GetString(close[2..])}";

    private void Broke(string why)
    {
        if (_closed) return;

        _closed = true;
        _recorder.Fail(why);
        _routed.TrySetException(new MeasurementException(why));
    }
}
