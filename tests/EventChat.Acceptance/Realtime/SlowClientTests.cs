using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Realtime;

public sealed class SlowClientTests(App app) : IClassFixture<App>
{
    private const int Messages = 600;

    [Fact]
    public async Task A_client_that_does_not_read_holds_nobody_up_and_is_told_to_start_over()
    {
        var team = await app.Team();
        using var slow = await ConnectRaw(team.Bob);
        await using var ada = await HubClient.Connect(team.Ada);
        var text = new string('x', 16_000);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var n = 0; n < Messages / 4; n++) await team.Ada.Say(team.General, text);
        }));
        await ada.UntilHeard(team.General, Messages);

        Assert.Empty(ada.Resets);
        var heard = await ReadAll(slow);
        Assert.True(
            heard.Contains($$"""{"type":1,"target":"Reset","arguments":["{{team.General}}"]}""", StringComparison.Ordinal) || slow.State != WebSocketState.Open,
            $"A hole that the client cannot see: it got {heard.Length} bytes, no Reset, and is {slow.State}.");
    }

    /// <summary>A WebSocket with SignalR's handshake and a heartbeat, and a small window: nobody reads from it.</summary>
    private static async Task<ClientWebSocket> ConnectRaw(Person person)
    {
        var socket = new ClientWebSocket();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = static async (context, ct) =>
            {
                var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8 * 1024 };
                await tcp.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(tcp, ownsSocket: true);
            },
        });
        await socket.ConnectAsync(new($"ws://{person.Http.BaseAddress!.Authority}/hubs/chat?access_token={person.Token}"), http, CancellationToken.None);
        await Say(socket, """{"protocol":"json","version":1}""");
        await Say(socket, """{"type":1,"invocationId":"1","target":"Heartbeat","arguments":[]}""");
        var answered = "";
        while (!answered.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal)) answered += await Read(socket);
        return socket;
    }

    private static async Task<string> ReadAll(ClientWebSocket socket)
    {
        var heard = new StringBuilder();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (socket.State == WebSocketState.Open && !heard.ToString(Math.Max(0, heard.Length - 2000), Math.Min(2000, heard.Length)).Contains("\"Reset\"", StringComparison.Ordinal))
                heard.Append(await Read(socket, enough.Token));
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException) { }

        return heard.ToString();
    }

    private static async Task<string> Read(ClientWebSocket socket, CancellationToken ct = default)
    {
        var buffer = new byte[16 * 1024];
        var read = await socket.ReceiveAsync(buffer.AsMemory(), ct);
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    private static ValueTask Say(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None);
}
