using System.Security.Cryptography;
using System.Text;
using EventChat.Acceptance.Support;
using ConnectionMultiplexer = StackExchange.Redis.ConnectionMultiplexer;

namespace EventChat.Acceptance.RateLimits;

/// <summary>Two servers, and one Redis that is there or is not.</summary>
public sealed class SharedBudgetTests(App app) : IClassFixture<App>
{
    private const string Variable = "EVENTCHAT_TEST_REDIS";

    private static string Redis => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set
        ? set
        : throw new InvalidOperationException($"{Variable} is not set: run ./test Acceptance, which starts a Redis and names it there.");

    [Fact]
    public async Task With_one_Redis_two_servers_grant_one_budget()
    {
        var (here, there, team) = await Servers(Redis);

        Assert.Equal([201, 201, 201, 429, 429], await Alternate(team, here, there));
    }

    [Fact]
    public async Task Without_a_Redis_each_server_grants_its_own()
    {
        var (here, there, team) = await Servers("");

        Assert.Equal([201, 201, 201, 201, 201], await Alternate(team, here, there));
    }

    [Fact]
    public async Task A_Redis_that_is_away_stops_nobody_and_is_measured()
    {
        var (here, there, team) = await Servers("127.0.0.1:1");

        Assert.Equal([201, 201, 201, 201, 201], await Alternate(team, here, there));
        // Servers in one process hear each other's meters.
        var metrics = (await team.Bob.At(here).Get("/metrics").Ok()).Text;
        Assert.Matches("\neventchat_ratelimit_alone_total[^\n]* [1-9]", metrics);
        Assert.Empty(here.Errors);
    }

    [Fact]
    public async Task Redis_is_told_the_hash_of_a_login_and_never_the_login()
    {
        var (here, _, team) = await Servers(Redis);
        var login = $"{Guid.CreateVersion7():n}@example.org";
        await team.Bob.At(here).WithToken(null).Post("auth/login", new { login = login.ToUpperInvariant(), password = "wrong one" }).Refused(401, "auth.wrong-credentials");

        await using var redis = await ConnectionMultiplexer.ConnectAsync(Redis);
        List<string> keys = [.. redis.GetServers()[0].Keys().Select(static k => k.ToString())];

        Assert.Contains(keys, k => k.EndsWith($"account:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(login)))}", StringComparison.Ordinal));
        Assert.DoesNotContain(keys, k => k.Contains(login, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<List<int>> Alternate(Team team, IServer here, IServer there)
    {
        List<int> statuses = [];
        for (var i = 0; i < 5; i++)
            statuses.Add((await team.Bob.At(i % 2 == 0 ? here : there).Post($"channels/{team.General}/messages", new { text = "Hello" })).Status);
        return statuses;
    }

    private async Task<(EventChatServer Here, EventChatServer There, Team Team)> Servers(string redis)
    {
        string[] settings = ["--RateLimits:Enabled=true", "--RateLimits:Messages:Limit=3", $"--Redis:ConnectionString={redis}"];
        // Budgets are a user's, so these are three who have spent nothing.
        return (await app.Another(settings), await app.Another(settings), await app.NewTeam());
    }
}
