using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Abuse;

/// <summary>What no decent client sends. Where the bytes are not even HTTP, the web server answers by itself, without a body.</summary>
public sealed class RawRequestTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("%ff")]
    [InlineData("%c3%28")]
    [InlineData("%ed%a0%80")]
    [InlineData("%")]
    [InlineData("%zz")]
    [InlineData("%f0%9f")]
    [InlineData("%00")]
    [InlineData("a%00b")]
    [InlineData("%2e%2e%2f")]
    public async Task An_emoji_that_is_wrongly_encoded_is_refused(string emoji)
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");

        var answer = await RawHttp.Send(team.Ada, "PUT", $"/api/v1/channels/{team.General}/messages/1/reactions/{emoji}");

        Assert.True(answer.Status is >= 400 and < 500, $"{answer.Status} {answer.Text}");
        if (answer.Text.Length > 0) answer.Refused(answer.Status, answer.Code!);
        Assert.Empty(app.Server.Errors);
    }

    [Theory]
    [InlineData("GET", "/api/v1/channels/%00")]
    [InlineData("GET", "/api/v1/users/me\u0001")]
    [InlineData("GET", "//")]
    [InlineData("GET", "/../../etc/passwd")]
    [InlineData("GET", "/api/v1/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("GET", "*")]
    [InlineData("CONNECT", "/api/v1/users/me")]
    [InlineData("OPTIONS", "/api/v1/users/me")]
    [InlineData("DELETE", "/api/v1/users/me")]
    [InlineData("G ET", "/api/v1/users/me")]
    public async Task An_odd_method_or_path_is_refused(string method, string target)
    {
        var answer = await RawHttp.Send(await Ada(), method, target);

        Assert.True(answer.Status is >= 400 and < 500, $"{answer.Status} {answer.Text}");
        if (answer.Text.Length > 0) answer.Refused(answer.Status, answer.Code!);
    }

    [Theory]
    [InlineData("X-Long", 40_000, 431)]
    [InlineData("Authorization", 40_000, 431)]
    [InlineData("Idempotency-Key", 20_000, 422)]
    public async Task A_header_that_is_too_long_is_refused(string name, int length, int status)
    {
        var ada = await Ada();
        var answer = await RawHttp.Send(
            name == "Authorization" ? ada.WithToken(null) : ada, "POST", "/api/v1/workspaces", """{"name":"x","slug":"x"}""", $"{name}: {new string('x', length)}");
        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("Idempotency-Key: a\0b")]
    [InlineData("Idempotency-Key: \u0001")]
    [InlineData("Content-Length: 7")]
    [InlineData("Content-Length: -1")]
    [InlineData("Transfer-Encoding: gzip")]
    public async Task A_header_that_cannot_be_is_refused(string header)
    {
        var answer = await RawHttp.Send(await Ada(), "POST", "/api/v1/workspaces", """{"name":"x","slug":"y"}""", header);
        Assert.True(answer.Status is >= 400 and < 500, $"{answer.Status} {answer.Text}");
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_ASCII_is_refused_in_words()
    {
        var answer = await RawHttp.Send(await Ada(), "POST", "/api/v1/workspaces", """{"name":"x","slug":"z"}""", "Idempotency-Key: clé");
        answer.Refused(422, "idempotency.invalid-key");
    }

    [Theory]
    [InlineData("/api/v1/users/me", 200)]
    [InlineData("/api/v1/channels/C00000000000000000000000000", 404)]
    [InlineData("/api/v1/channels/nonsense", 400)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/api/v1/auth/login", 405)]
    [InlineData("/health/ready", 200)]
    [InlineData("/openapi/v1.json", 200)]
    public async Task HEAD_is_answered_like_GET_without_a_body(string target, int status)
    {
        var ada = await Ada();
        var (get, head) = (await RawHttp.Send(ada, "GET", target), await RawHttp.Send(ada, "HEAD", target));

        Assert.Equal((status, status, ""), (get.Status, head.Status, head.Text));
        Assert.Equal(get.Headers.GetValueOrDefault("Content-Type"), head.Headers.GetValueOrDefault("Content-Type"));
    }

    [Fact]
    public async Task A_target_that_is_too_long_is_refused() =>
        Assert.Equal(414, (await RawHttp.Send(await Ada(), "GET", $"/api/v1/users/{new string('x', 20_000)}")).Status);

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Malformed_requests_are_answered_alike_in_every_environment(string environment)
    {
        var team = await app.Team();
        var ada = team.Ada.At(await app.Another("--environment", environment));

        await ada.Get("channels/nonsense").Refused(400, "request.malformed");
        await ada.Post($"channels/{team.General}/messages", "{").Refused(400, "request.malformed-json");
        await ada.Post($"channels/{team.General}/messages", new StringContent("Hello")).Refused(415, "request.content-type");
        await ada.Get($"channels/{team.General}/messages?limit=x").Refused(400, "request.malformed");
        Assert.Equal(0, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
    }

    private async Task<Person> Ada() => (await app.Team()).Ada;
}
