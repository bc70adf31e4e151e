using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Hygiene;

/// <summary>Whose word is taken for where a request comes from, as seen by the limit of sign-ins: one from each address here.</summary>
public sealed class ProxyTests(App app) : IClassFixture<App>
{
    private static readonly string[] OneEach = ["--RateLimits:Enabled=true", "--RateLimits:SignIn:Limit=1"];

    [Theory]
    [InlineData]
    [InlineData("--Proxies:Known", "10.0.0.1")]
    [InlineData("--Proxies:Known", "10.0.0.0/8,2001:db8::/32")]
    [InlineData("--FORWARDEDHEADERS_ENABLED", "true")]
    public async Task Somebody_unknown_who_says_to_come_from_elsewhere_is_not_believed(params string[] settings)
    {
        var nobody = await Nobody(settings);

        Assert.Equal([401, 429, 429], await SignIn(nobody, "203.0.113.1", "203.0.113.2", "198.51.100.7"));
    }

    [Theory]
    [InlineData("--Proxies:Known", "127.0.0.1")]
    [InlineData("--Proxies:Known", "10.0.0.1, 127.0.0.0/8")]
    [InlineData("--Proxies:Known:0", "10.0.0.1", "--Proxies:Known:1", "127.0.0.1")]
    public async Task A_known_proxy_is_believed(params string[] settings)
    {
        var nobody = await Nobody(settings);

        Assert.Equal([401, 401, 429], await SignIn(nobody, "203.0.113.1", "203.0.113.2", "203.0.113.1"));
    }

    [Fact]
    public async Task Only_what_known_proxies_added_is_believed_and_not_what_the_client_wrote_before()
    {
        var nobody = await Nobody("--Proxies:Known", "127.0.0.1,10.0.0.1");

        Assert.Equal([401, 429, 429], await SignIn(nobody, "1.1.1.1, 203.0.113.1, 10.0.0.1", "2.2.2.2, 203.0.113.1", "nonsense, 203.0.113.1, 10.0.0.1"));
    }

    [Fact]
    public async Task Of_an_IPv6_address_the_network_counts_and_an_IPv4_address_is_the_same_in_both_ways_of_writing()
    {
        var nobody = await Nobody("--Proxies:Known", "127.0.0.1");

        Assert.Equal([401, 429, 401], await SignIn(nobody, "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"));
        Assert.Equal([401, 429], await SignIn(nobody, "203.0.113.1", "::ffff:203.0.113.1"));
    }

    private static async Task<List<int>> SignIn(Person nobody, params string[] forwarded)
    {
        List<int> statuses = [];
        foreach (var from in forwarded)
            statuses.Add((await nobody.Send(HttpMethod.Post, "auth/login", new { login = "nobody", password = "wrong" }, ("X-Forwarded-For", from))).Status);
        return statuses;
    }

    private async Task<Person> Nobody(params string[] settings) => new((await app.Another([.. OneEach, .. settings])).Http, "", "", "", null);
}
