using System.Net;
using EventChat.Adapters.Previews;
using EventChat.Commands.Previews;

namespace EventChat.Contracts.Previews;

public sealed class HttpLinkPreviewsTests : LinkPreviewsContract
{
    protected override ILinkPreviews Make(params IPNetwork[] allowed) => new HttpLinkPreviews(allowed);

    [Theory]
    [InlineData("127.0.0.1"), InlineData("10.1.2.3"), InlineData("172.31.255.255"), InlineData("192.168.0.1"), InlineData("169.254.169.254")]
    [InlineData("100.64.0.1"), InlineData("0.0.0.0"), InlineData("224.0.0.1"), InlineData("255.255.255.255"), InlineData("198.18.0.1"), InlineData("192.0.2.1")]
    [InlineData("::1"), InlineData("::"), InlineData("fe80::1"), InlineData("fd00::1"), InlineData("ff02::1"), InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1"), InlineData("2002:7f00:1::"), InlineData("2001:db8::1"), InlineData("2001::1"), InlineData("fd00:ec2::254")]
    public void No_machine_that_is_not_public(string address) => Assert.False(new AddressGuard([]).Lets(IPAddress.Parse(address), 443));

    [Theory]
    [InlineData("93.184.216.34"), InlineData("172.32.0.1"), InlineData("100.128.0.1"), InlineData("2606:2800:220:1::1"), InlineData("::ffff:93.184.216.34")]
    public void Public_ones_by_the_ports_of_the_web_alone(string address)
    {
        var guard = new AddressGuard([]);
        Assert.True(guard.Lets(IPAddress.Parse(address), 80) && guard.Lets(IPAddress.Parse(address), 443));
        Assert.False(guard.Lets(IPAddress.Parse(address), 22) || guard.Lets(IPAddress.Parse(address), 8080));
    }

    [Fact]
    public void What_is_allowed_by_any_port()
    {
        var guard = new AddressGuard([IPNetwork.Parse("10.0.0.0/8")]);
        Assert.True(guard.Lets(IPAddress.Parse("10.0.0.1"), 8080) && guard.Lets(IPAddress.Parse("::ffff:10.0.0.1"), 22));
        Assert.False(guard.Lets(IPAddress.Parse("11.0.0.1"), 8080) || guard.Lets(IPAddress.Parse("192.168.0.1"), 80));
    }
}
