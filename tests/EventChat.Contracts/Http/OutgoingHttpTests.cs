using System.Net;
using System.Net.Sockets;
using EventChat.Adapters.Http;

namespace EventChat.Contracts.Http;

public sealed class OutgoingHttpTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Addresses_that_are_not_of_the_open_internet_are_closed(string address) => Assert.False(OutgoingHttp.IsOpen(IPAddress.Parse(address), []));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700:4700::1111")]
    public void Others_are_open(string address) => Assert.True(OutgoingHttp.IsOpen(IPAddress.Parse(address), []));

    [Fact]
    public void A_network_that_is_allowed_is_open_and_no_other()
    {
        IPNetwork[] allowed = [IPNetwork.Parse("10.1.0.0/16")];

        Assert.True(OutgoingHttp.IsOpen(IPAddress.Parse("10.1.2.3"), allowed));
        Assert.True(OutgoingHttp.IsOpen(IPAddress.Parse("::ffff:10.1.2.3"), allowed));
        Assert.False(OutgoingHttp.IsOpen(IPAddress.Parse("10.2.0.1"), allowed));
    }

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
        using var guarded = new HttpClient(OutgoingHttp.Guarded([]));

        await Assert.ThrowsAsync<HttpRequestException>(() => guarded.GetAsync(address));

        Assert.False(listener.Pending());
        using var open = new HttpClient(OutgoingHttp.Guarded([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]));
        var asked = open.GetStringAsync(address);
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await connection.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray());
        Assert.Equal("hi", await asked);
    }
}
