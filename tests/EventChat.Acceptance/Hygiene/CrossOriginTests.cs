using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Hygiene;

/// <summary>Pages of other origins.</summary>
public sealed class CrossOriginTests(App app) : IClassFixture<App>
{
    private const string Friend = "https://chat.example.org", Stranger = "https://evil.example.org";

    [Fact]
    public async Task By_default_no_other_origin_may_ask()
    {
        var ada = (await app.Team()).Ada;

        Assert.DoesNotContain("Access-Control-Allow-Origin", (await Ask(ada, Friend)).Headers);
        (await Preflight(ada, Friend, "GET")).Refused(405, "method.not-allowed");
    }

    [Fact]
    public async Task Origins_that_are_named_may_and_others_may_not()
    {
        var ada = (await app.Team()).Ada.At(await app.Another("--Cors:Origins:0", "https://other.example.org", "--Cors:Origins:1", Friend));

        var asked = (await Ask(ada, Friend)).Ok();
        Assert.Equal(Friend, asked.Headers["Access-Control-Allow-Origin"]);
        Assert.Contains("EventChat-Position", asked.Headers["Access-Control-Expose-Headers"], StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control-Allow-Origin", (await Ask(ada, Stranger)).Headers);
        Assert.DoesNotContain("Access-Control-Allow-Origin", (await Ask(ada, $"{Friend}.evil.example")).Headers);
    }

    [Fact]
    public async Task A_browser_that_asks_beforehand_is_told_without_a_token()
    {
        var nobody = (await app.Team()).Ada.WithToken(null).At(await app.Another("--Cors:Origins", $"{Friend}, https://other.example.org"));

        var told = (await Preflight(nobody, Friend, "PATCH")).Ok(204);
        Assert.Equal(Friend, told.Headers["Access-Control-Allow-Origin"]);
        Assert.Contains("PATCH", told.Headers["Access-Control-Allow-Methods"], StringComparison.Ordinal);
        Assert.Contains("authorization", told.Headers["Access-Control-Allow-Headers"], StringComparison.OrdinalIgnoreCase);
        Assert.Equal("nosniff", told.Headers["X-Content-Type-Options"]);
        Assert.DoesNotContain("Access-Control-Allow-Origin", (await Preflight(nobody, Stranger, "PATCH")).Headers);
    }

    [Fact]
    public async Task A_page_of_a_friend_can_read_failures_too()
    {
        var team = (await app.Team()).At(await app.Another("--Cors:Origins", Friend));

        var answer = await team.Ada.Send(HttpMethod.Post, $"channels/{team.General}/messages", "{", ("Origin", Friend));

        Assert.Equal(Friend, answer.Refused(400, "request.malformed-json").Headers["Access-Control-Allow-Origin"]);
    }

    private static Task<Answer> Ask(Person person, string origin) => person.Send(HttpMethod.Get, "users/me", null, ("Origin", origin));

    private static Task<Answer> Preflight(Person person, string origin, string method) => person.Send(
        HttpMethod.Options, "users/me", null, ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "authorization"));
}
