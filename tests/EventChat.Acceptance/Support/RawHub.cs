using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace EventChat.Acceptance.Support;

/// <summary>A WebSocket to the hub, frame by frame and with a small window, for clients that behave badly.</summary>
public sealed class RawHub : IDisposable
{
    private const char End = '\u001e';
    private readonly ClientWebSocket socket = new();

    public bool IsOpen => socket.State == WebSocketState.Open;

    public static async Task<RawHub> Connect(Person person)
    {
        var hub = new RawHub();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = static async (context, ct) =>
            {
                var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8 * 1024 };
                await tcp.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(tcp, ownsSocket: true);
            },
        });
        await hub.socket.ConnectAsync(new($"ws://{person.Http.BaseAddress!.Authority}/hubs/chat?access_token={person.Token}"), http, CancellationToken.None);
        return hub;
    }

    /// <summary>SignalR's handshake and a heartbeat: once it is answered the connection is routed.</summary>
    public async Task Open()
    {
        await Say("""{"protocol":"json","version":1}""");
        await Say("""{"type":1,"invocationId":"1","target":"Heartbeat","arguments":[]}""");
        Assert.Contains("\"invocationId\":\"1\"", await Until("\"invocationId\":\"1\""), StringComparison.Ordinal);
    }

    public async Task Say(string message) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);

    /// <summary>Reads until something is said or the connection ends.</summary>
    public async Task<string> Until(string said)
    {
        var heard = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (IsOpen && !Tail(heard, buffer.Length + said.Length).Contains(said, StringComparison.Ordinal))
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
                heard.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
            }
        }
        catch (WebSocketException) { }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Neither '{said}' nor the end came within twenty seconds, after {heard.Length} bytes.");
        }

        return heard.ToString();
    }

    public void Dispose() => socket.Dispose();

    private static string Tail(StringBuilder text, int length) => text.ToString(Math.Max(0, text.Length - length), Math.Min(length, text.Length));
}
