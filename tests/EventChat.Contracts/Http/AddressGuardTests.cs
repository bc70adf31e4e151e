using System.Net;
using EventChat.Adapters.Http;

namespace EventChat.Contracts.Http;

public sealed class AddressGuardTests
{
    private static readonly AddressGuard Strict = new([]);

    [Theory]
    [InlineData("127.0.0.1"), InlineData("0.0.0.0"), InlineData("10.1.2.3"), InlineData("100.64.0.1"), InlineData("169.254.169.254"), InlineData("172.16.0.1")]
    [InlineData("172.31.255.255"), InlineData("192.0.0.1"), InlineData("192.0.2.1"), InlineData("192.31.196.1"), InlineData("192.52.193.1"), InlineData("192.88.99.1")]
    [InlineData("192.168.0.1"), InlineData("192.175.48.1"), InlineData("198.18.0.1"), InlineData("198.51.100.1"), InlineData("203.0.113.1"), InlineData("224.0.0.1")]
    [InlineData("240.0.0.1"), InlineData("255.255.255.255"), InlineData("::"), InlineData("::1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:10.0.0.1")]
    [InlineData("::10.0.0.1"), InlineData("64:ff9b::a00:1"), InlineData("64:ff9b:1::1"), InlineData("100::1"), InlineData("2001::1"), InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::"), InlineData("2620:4f:8000::1"), InlineData("3fff::1"), InlineData("5f00::1"), InlineData("fc00::1"), InlineData("fd00:ec2::254")]
    [InlineData("fe80::1"), InlineData("fec0::1"), InlineData("ff02::1")]
    public void No_machine_that_is_not_public(string address) => Assert.False(Strict.Lets(IPAddress.Parse(address), 443));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("93.184.216.34"), InlineData("172.32.0.1"), InlineData("100.128.0.1"), InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700:4700::1111"), InlineData("2606:2800:220:1::1")]
    public void Public_ones_by_the_ports_of_the_web_alone(string address)
    {
        var open = IPAddress.Parse(address);
        Assert.True(Strict.Lets(open, 80) && Strict.Lets(open, 443));
        Assert.False(Strict.Lets(open, 22) || Strict.Lets(open, 8080));
    }

    [Fact]
    public void What_is_allowed_by_any_port_and_nothing_beside_it()
    {
        var guard = new AddressGuard([IPNetwork.Parse("10.1.0.0/16")]);
        foreach (var address in (string[])["10.1.2.3", "::ffff:10.1.2.3"]) Assert.True(guard.IsAllowed(IPAddress.Parse(address)) && guard.Lets(IPAddress.Parse(address), 8080));
        foreach (var address in (string[])["10.2.0.1", "192.168.0.1"]) Assert.False(guard.Lets(IPAddress.Parse(address), 443));
        Assert.False(guard.IsAllowed(IPAddress.Parse("1.1.1.1")) || guard.Lets(IPAddress.Parse("1.1.1.1"), 8080));
    }

    [Theory]
    [InlineData(true, "1.1.1.1", "2606:4700:4700::1111")]
    [InlineData(false, "1.1.1.1", "10.0.0.1")]
    [InlineData(false, "::1", "1.1.1.1")]
    [InlineData(false)]
    public void Of_several_addresses_all_or_none(bool lets, params string[] addresses) =>
        Assert.Equal(lets, Strict.Lets([.. addresses.Select(IPAddress.Parse)], 443));
}
