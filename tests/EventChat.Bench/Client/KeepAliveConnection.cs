using System.Net;
using System.Net.Sockets;

namespace EventChat.Bench.Client;

/// <summary>
/// One HTTP/1.1 connection with one request at a time. Answers are handled on the socket thread, and neither asking nor
/// being answered allocates.
/// </summary>
internal abstract class KeepAliveConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _receiving = new(true);
    private byte[] _answer = new byte[16 * 1024];
    private int _filled;
    private volatile bool _closed;

    protected KeepAliveConnection(IPEndPoint server)
    {
        _socket = Socket.To(server);
        _receiving.SetBuffer(_answer, 0, _answer.Length);
        _receiving.Completed += (_, _) => Receive();
        if (!_socket.ReceiveAsync(_receiving)) Receive();
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _closed = true;
        _socket.Dispose();
    }

    protected void Send(byte[] request) => _socket.Offer(request);

    protected abstract void Answered(int status, ReadOnlySpan<byte> answer);

    protected abstract void Broke(string why);

    private void Receive()
    {
        try
        {
            do
            {
                if (_closed || !Take()) return;
            }
            while (!_socket.ReceiveAsync(_receiving));
        }
        catch (ObjectDisposedException)
        {
            _closed = true;
        }
    }

    private bool Take()
    {
        if (_receiving.SocketError != SocketError.Success || _receiving.BytesTransferred == 0)
        {
            if (!_closed) Broke($"the server closed a connection ({_receiving.SocketError})");
            return false;
        }

        _filled += _receiving.BytesTransferred;
        var whole = HttpAnswer.IsWhole(_answer.AsSpan(0, _filled), out var status);
        var length = _filled;
        if (whole) _filled = 0;
        else if (_filled == _answer.Length) Array.Resize(ref _answer, _answer.Length * 2);
        _receiving.SetBuffer(_answer, _filled, _answer.Length - _filled);
        if (whole) Answered(status, _answer.AsSpan(0, length));
        return true;
    }
}
