using System.Security.Cryptography;
using System.Text;
using EventChat.Acceptance.Support;
using EventChat.Commands.Names;
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
    public async Task Redis_is_told_of_a_login_what_only_the_servers_could_have_made_of_it()
    {
        var (here, there, team) = await Servers(Redis);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Redis);
        var before = Keys();
        var login = $"{Guid.CreateVersion7():n}@example.org";
        foreach (var (server, text) in new[] { (here, login), (there, login.ToUpperInvariant()) })
            await team.Bob.At(server).WithToken(null).Post("auth/login", new { login = text, password = "wrong one" }).Refused(401, "auth.wrong-credentials");

        var key = Assert.Single(Keys().Except(before), static k => k.Contains("account:", StringComparison.Ordinal));
        foreach (var guess in (string[])[login, $"email\n{login}", NameReservation.StreamOf("email", login).ToString()])
        {
            Assert.DoesNotContain(guess, key, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(guess))), key, StringComparison.Ordinal);
        }

        List<string> Keys() => [.. redis.GetServers()[0].Keys().Select(static k => k.ToString())];
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
