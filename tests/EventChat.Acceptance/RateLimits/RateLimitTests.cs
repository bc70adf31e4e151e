using System.Globalization;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.RateLimits;

/// <summary>Limits as the contract has them, on servers that have them on; elsewhere in these tests they are off.</summary>
public sealed class RateLimitTests(App app) : IClassFixture<App>
{
    private const string On = "--RateLimits:Enabled=true";

    [Fact]
    public async Task Each_answer_says_what_is_left_and_beyond_it_the_answer_is_429_with_the_time_to_wait()
    {
        var team = await Limited("--RateLimits:Messages:Limit=3");

        for (var left = 2; left >= 0; left--)
        {
            var said = await team.Bob.Say(team.General, "Hello");
            Assert.Equal(("3", $"{left}"), (said.Headers["X-RateLimit-Limit"], said.Headers["X-RateLimit-Remaining"]));
            Assert.InRange(Seconds(said, "X-RateLimit-Reset"), 1, 60);
        }

        var refused = await Say(team.Bob, team).Refused(429, "rate-limit.exceeded");
        Assert.Equal(("3", "0"), (refused.Headers["X-RateLimit-Limit"], refused.Headers["X-RateLimit-Remaining"]));
        Assert.Equal(Seconds(refused, "X-RateLimit-Reset"), Seconds(refused, "Retry-After"));
        Assert.InRange(Seconds(refused, "Retry-After"), 1, 60);
        Assert.Equal(3, (await team.Bob.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
    }

    [Fact]
    public async Task After_the_time_to_wait_it_goes_on()
    {
        var team = await Limited("--RateLimits:Messages:Limit=1", "--RateLimits:WindowSeconds=2");
        await team.Bob.Say(team.General, "Hello");

        await Task.Delay(TimeSpan.FromSeconds(Seconds(await Say(team.Bob, team).Refused(429, "rate-limit.exceeded"), "Retry-After")));

        await team.Bob.Say(team.General, "And on it goes");
    }

    [Fact]
    public async Task Owners_and_admins_have_the_multiple_in_their_own_workspace_and_nowhere_else()
    {
        var team = await Limited("--RateLimits:Messages:Limit=2", "--RateLimits:Channels:Limit=2");

        Assert.Equal(["2/1", "4/2", "4/1", "4/0"], await Spent(4, () => team.Ada.Say(team.General, "Hello")));
        await Say(team.Ada, team).Refused(429, "rate-limit.exceeded");
        Assert.Equal(10, await CreatedBy(team.Ada, team.Workspace));

        var own = await team.Bob.CreateWorkspace();
        Assert.Equal(2, await CreatedBy(team.Bob, team.Workspace));
        Assert.Equal(8, await CreatedBy(team.Bob, own));
        Assert.Equal(0, await CreatedBy(team.Bob, team.Workspace));
    }

    [Fact]
    public async Task Kinds_and_users_have_budgets_of_their_own()
    {
        var team = await Limited("--RateLimits:Messages:Limit=1", "--RateLimits:Reactions:Limit=2");
        await team.Bob.Say(team.General, "Hello");
        await Say(team.Bob, team).Refused(429, "rate-limit.exceeded");

        await team.Bob.Put($"channels/{team.General}/messages/1/reactions/👋").Ok(204);
        await team.Bob.Delete($"channels/{team.General}/messages/1/reactions/👋").Ok(204);
        await team.Bob.Put($"channels/{team.General}/messages/1/reactions/👋").Refused(429, "rate-limit.exceeded");
        await team.Bob.Patch($"channels/{team.General}/messages/1", new { text = "x" }).Refused(429, "rate-limit.exceeded");
        await team.Ada.Say(team.General, "Another has not spent it");
        Assert.DoesNotContain("X-RateLimit-Limit", (await team.Bob.Get($"channels/{team.General}/messages").Ok()).Headers);
    }

    [Fact]
    public async Task A_request_that_is_refused_or_cannot_be_read_counts_and_says_so()
    {
        var team = await Limited("--RateLimits:Messages:Limit=3");

        var malformed = await team.Bob.Post($"channels/{team.General}/messages", "{").Refused(400, "request.malformed-json");
        var empty = await team.Bob.Post($"channels/{team.General}/messages", new { text = "" });
        var hidden = await team.Bob.Post("channels/C00000000000000000000000000/messages", new { text = "x" }).Refused(404, "channel.not-found");

        Assert.Equal(["2", "1", "0"], new[] { malformed, empty, hidden }.Select(static a => a.Headers["X-RateLimit-Remaining"]));
        await Say(team.Bob, team).Refused(429, "rate-limit.exceeded");
    }

    [Fact]
    public async Task Sign_in_is_counted_by_address_whoever_it_is_for()
    {
        var server = await app.Another(On, "--RateLimits:SignIn:Limit=3");
        var nobody = new Person(server.Http, "", "", "", null);

        foreach (var login in (string[])["ada", "bob", "ada@example.org"])
            await nobody.Post("auth/login", new { login, password = "wrong one" }).Refused(401, "auth.wrong-credentials");

        await nobody.Post("auth/login", new { login = "mallory", password = "wrong one" }).Refused(429, "rate-limit.exceeded");
        await nobody.Post("auth/register", new { }).Refused(429, "rate-limit.exceeded");
    }

    [Theory]
    [InlineData("known")]
    [InlineData("unknown")]
    public async Task Sign_in_is_counted_by_account_too_from_whatever_address_and_whether_there_is_one_or_not(string account)
    {
        var team = await Limited("--RateLimits:Account:Limit=2", "--RateLimits:SignIn:Limit=5", "--Proxies:Known=127.0.0.1");
        var login = account == "known" ? team.Bob.Username : "no-such-person";

        await SignIn(login, "wrong one", from: "203.0.113.1").Refused(401, "auth.wrong-credentials");
        await SignIn(login.ToUpperInvariant(), "wrong one", from: "203.0.113.2").Refused(401, "auth.wrong-credentials");

        var refused = await SignIn(login, Person.Password, from: "203.0.113.3").Refused(429, "rate-limit.exceeded");
        Assert.Equal(("2", "0"), (refused.Headers["X-RateLimit-Limit"], refused.Headers["X-RateLimit-Remaining"]));
        Assert.Equal(Seconds(refused, "X-RateLimit-Reset"), Seconds(refused, "Retry-After"));
        await SignIn(team.Ada.Username, Person.Password, from: "203.0.113.3").Ok();

        Task<Answer> SignIn(string name, string password, string from) =>
            team.Bob.WithToken(null).Send(HttpMethod.Post, "auth/login", new { login = name, password }, ("X-Forwarded-For", from));
    }

    [Fact]
    public async Task An_account_has_one_budget_whatever_it_is_called()
    {
        var team = await Limited("--RateLimits:Account:Limit=2");
        var (nobody, name) = (team.Bob.WithToken(null), team.Bob.Username);

        await nobody.Post("auth/login", new { login = name, password = "wrong one" }).Refused(401, "auth.wrong-credentials");
        await nobody.Post("auth/login", new { login = $"{name}@EXAMPLE.org", password = "wrong one" }).Refused(401, "auth.wrong-credentials");
        foreach (var login in (string[])[name, $"{name}@example.org"]) await nobody.Post("auth/login", new { login, password = Person.Password }).Refused(429, "rate-limit.exceeded");
        await nobody.Post("auth/login", new { login = "another@example.org", password = "wrong one" }).Refused(401, "auth.wrong-credentials");
    }

    [Fact]
    public async Task An_account_has_ten_attempts_in_a_window()
    {
        var team = await Limited("--RateLimits:SignIn:Limit=100");
        var nobody = team.Bob.WithToken(null);

        for (var i = 0; i < 10; i++) await nobody.Post("auth/login", new { login = "no-such-person", password = "wrong one" }).Refused(401, "auth.wrong-credentials");
        await nobody.Post("auth/login", new { login = "no-such-person", password = "wrong one" }).Refused(429, "rate-limit.exceeded");
    }

    [Fact]
    public async Task Codes_are_tried_and_direct_messages_opened_within_budgets()
    {
        var team = await Limited("--RateLimits:Invites:Limit=2", "--RateLimits:Channels:Limit=1");
        var dms = $"workspaces/{team.Workspace}/dms";

        foreach (var code in (string[])["nonsense", new('A', 43)]) await team.Bob.Post($"invites/{code}/accept").Refused(404, "invite.not-found");
        await team.Bob.Post("invites/nonsense/accept").Refused(429, "rate-limit.exceeded");
        await team.Mallory.Post("invites/nonsense/accept").Refused(404, "invite.not-found");
        await team.Bob.Post(dms, new { userIds = new[] { team.Ada.Id } }).Ok(201);
        await team.Bob.Post(dms, new { userIds = new[] { team.Ada.Id } }).Refused(429, "rate-limit.exceeded");
    }

    [Fact]
    public async Task Joining_and_leaving_share_a_budget_and_refreshing_has_one_of_the_address()
    {
        var team = await Limited("--RateLimits:Joins:Limit=2", "--RateLimits:Refreshes:Limit=2");

        await team.Bob.Post($"channels/{team.General}/leave").Ok(204);
        await team.Bob.Post($"channels/{team.General}/join").Ok();
        await team.Bob.Post($"channels/{team.General}/leave").Refused(429, "rate-limit.exceeded");
        await team.Ada.Post($"channels/{team.General}/join").Ok();
        for (var i = 0; i < 2; i++) await team.Bob.WithToken(null).Post("auth/refresh", new { refreshToken = "nonsense" }).Refused(401, "auth.refresh-refused");
        await team.Ada.WithToken(null).Post("auth/refresh", new { refreshToken = team.Ada.RefreshToken }).Refused(429, "rate-limit.exceeded");
    }

    [Fact]
    public async Task The_numbers_are_those_of_the_contract()
    {
        var team = await Limited();
        var said = await team.Bob.Say(team.General, "Hello");
        var made = await team.Bob.Post($"workspaces/{team.Workspace}/channels", new { name = "numbers", kind = "public" }).Ok(201);
        var reacted = await team.Bob.Put($"channels/{team.General}/messages/1/reactions/👋").Ok(204);
        var signedIn = await team.Bob.WithToken(null).Post("auth/login", new { login = team.Bob.Username, password = Person.Password }).Ok();
        var joined = await team.Bob.Post($"channels/{team.General}/join").Ok();
        var refreshed = await team.Bob.WithToken(null).Post("auth/refresh", new { refreshToken = signedIn.Body.Text("refreshToken") }).Ok();

        Assert.Equal(["60", "10", "30", "10", "30", "60"], new[] { said, made, reacted, signedIn, joined, refreshed }.Select(static a => a.Headers["X-RateLimit-Limit"]));
    }

    [Fact]
    public async Task Where_limits_are_off_nothing_is_counted()
    {
        var team = await app.Team();
        var said = await team.Bob.Say(team.General, "Hello");

        Assert.DoesNotContain(said.Headers.Keys, static name => name.StartsWith("X-RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    private static int Seconds(Answer answer, string header) => int.Parse(answer.Headers[header], CultureInfo.InvariantCulture);

    private static Task<Answer> Say(Person person, Team team) => person.Post($"channels/{team.General}/messages", new { text = "Too much" });

    private static async Task<List<string>> Spent(int times, Func<Task<Answer>> request)
    {
        List<string> spent = [];
        for (var i = 0; i < times; i++)
        {
            var answer = await request();
            spent.Add($"{answer.Headers["X-RateLimit-Limit"]}/{answer.Headers["X-RateLimit-Remaining"]}");
        }

        return spent;
    }

    /// <summary>How many channels somebody can make before the limit.</summary>
    private static async Task<int> CreatedBy(Person person, string workspace)
    {
        for (var made = 0; ; made++)
        {
            var answer = await person.Post($"workspaces/{workspace}/channels", new { name = $"channel {Guid.CreateVersion7():n}", kind = "public" });
            if (answer.Status == 429) return made;
            answer.Ok(201);
        }
    }

    private async Task<Team> Limited(params string[] settings) => (await app.Team()).At(await app.Another([On, .. settings]));
}
