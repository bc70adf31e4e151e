using System.Net;
using System.Net.Sockets;
using EventChat.Adapters.Http;

namespace EventChat.Contracts.Http;

public sealed class OutgoingHttpTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task What_a_name_resolves_to_is_looked_at_where_the_connection_is_made(string host)
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        var address = new Uri($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using var guarded = new HttpClient(OutgoingHttp.Guarded(new([])));

        await Assert.ThrowsAsync<HttpRequestException>(() => guarded.GetAsync(address));

        Assert.False(listener.Pending());
        using var open = new HttpClient(OutgoingHttp.Guarded(new([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")])));
        var asked = open.GetStringAsync(address);
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await connection.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray());
        Assert.Equal("hi", await asked);
    }
}
