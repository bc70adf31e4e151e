using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Hooks;

public sealed class HookLimitTests(App app) : IClassFixture<App>
{
    private const string Hello = """{"text":"Hello"}""";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Piece = Gen.OneOf(
        "{", "}", "[", "]", ":", ",", "\"", "\"text\"", "\"blocks\"", "\"attachments\"", "\"fields\"", "\"elements\"", "\"type\"", "\"section\"", "\"rich_text\"", "\"channel\"", "\"thread_ts\"",
        "\"username\"", "\"x\"", "\"<!here|\"", "null", "1", "1e400", "true", "\"\\ud800\"", "\\", "payload=", "&", "%", "%7B%7D", "👋", "\u0000", "\u0007", "\ufeff");

    [Fact]
    public async Task A_webhook_takes_so_many_messages_in_a_window_and_says_when_to_come_back()
    {
        var server = await app.Another("--RateLimits:Enabled=true", "--RateLimits:Hooks:Limit=3");
        var team = (await app.Team()).At(server);
        var (hook, other) = (await team.Hook(), await team.Hook());
        for (var left = 2; left >= 0; left--)
        {
            var sent = await team.Bob.Send(hook, Hello).Says(200, "ok");
            Assert.Equal(("3", $"{left}"), (sent.Headers["X-RateLimit-Limit"], sent.Headers["X-RateLimit-Remaining"]));
        }

        var refused = await team.Bob.Send(hook, Hello).Says(429, "rate_limited");
        Assert.InRange(int.Parse(refused.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        await team.Bob.Send(other, Hello).Says(200, "ok");
        Assert.Equal(4, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
    }

    [Fact]
    public async Task Who_guesses_is_counted_by_address_and_stops_nobody_who_knows()
    {
        var server = await app.Another("--RateLimits:Enabled=true", "--RateLimits:HookGuesses:Limit=3");
        var team = (await app.Team()).At(server);
        var hook = await team.Hook();
        for (var i = 0; i < 3; i++) await team.Bob.Send(hook, Hello, path: $"/hooks/{new string('a', 32)}").Says(404, "no_service");
        var refused = await team.Bob.Send(hook, Hello, path: "/hooks/x").Says(429, "rate_limited");
        Assert.Contains("Retry-After", refused.Headers);
        await team.Bob.Send(hook, Hello, path: $"/services/x/y/{hook.Token}").Says(429, "rate_limited");
        await team.Bob.Send(hook, Hello).Says(200, "ok");
    }

    [Fact]
    public async Task Guesses_cost_the_log_nothing()
    {
        const int Guesses = 100;
        var team = await app.NewTeam();
        var hook = await team.Hook();
        await team.Bob.Send(hook, Hello, path: "/hooks/x").Says(404, "no_service");
        var spent = new List<long>();
        for (var round = 0; round < 4; round++)
        {
            var before = await app.Transactions();
            for (var i = 0; i < Guesses; i++) await team.Bob.Send(hook, Hello, path: $"/hooks/{Guid.CreateVersion7():n}".Replace('0', 'a').Replace('1', 'a').Replace('8', 'a').Replace('9', 'a')).Says(404, "no_service");
            spent.Add(await app.Transactions() - before);
        }

        // The server follows its log meanwhile, which adds to every round and takes from none.
        Assert.InRange(spent.Min(), 0, Guesses - 1);
    }

    [Fact]
    public async Task No_body_makes_the_server_fail()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        var body = Gen.Frequency((4, Piece.Array[0, 30].Select(string.Concat)), (2, Piece.Array[0, 12].Select(static p => $$"""{"text":"x","attachments":[{{string.Concat(p)}}]}""")), (1, Gen.String[0, 80]));
        var type = Gen.OneOf<string?>("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "multipart/form-data", "text/plain", null);
        await Gen.Select(body, type).SampleAsync(async (text, kind) =>
        {
            var answer = await team.Bob.Send(hook, text, kind);
            Assert.True(answer.Status is 200 or 400 or 404, $"{answer.Status} {answer.Text}");
            Assert.StartsWith("text/plain", answer.Headers["Content-Type"], StringComparison.Ordinal);
        }, iter: 1_000, threads: 2);
        Assert.Empty(app.Server.Errors);
    }

    /// <summary>A quarter of a megabyte at most is read, and what it says is turned into text in no more time than that takes.</summary>
    [Fact]
    public async Task Large_bodies_are_taken_in_their_stride()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        foreach (var text in (string[])["*a ", "<a", "`", "&lt;", "<http://x|y>", "<@U00000000000000000000000B0B>", ">"])
        {
            var many = string.Concat(Enumerable.Repeat(text, 200_000 / Encoding.UTF8.GetByteCount(text)));
            await team.Bob.Send(hook, JsonSerializer.Serialize(new { text = many }, Plain)).Says(200, "ok");
        }
    }
}
