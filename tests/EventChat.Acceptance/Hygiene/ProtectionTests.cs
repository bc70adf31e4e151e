using System.Text.RegularExpressions;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Hygiene;

/// <summary>Headers that protect browsers, and methods that nobody needs.</summary>
public sealed partial class ProtectionTests(App app) : IClassFixture<App>
{
    private Person Nobody => new(app.Server.Http, "", "", "", null);

    [Fact]
    public async Task Every_answer_protects_the_browser_and_is_kept_by_no_cache()
    {
        var team = await app.Team();
        Answer[] answers =
        [
            await team.Ada.Get("users/me").Ok(),
            await team.Ada.Say(team.General, "Hello"),
            await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204),
            await team.Ada.Post($"channels/{team.General}/messages", "{").Refused(400, "request.malformed-json"),
            await Nobody.Get("users/me").Refused(401, "auth.required"),
            await team.Mallory.Get($"channels/{team.General}").Refused(404, "channel.not-found"),
            await Nobody.Get("/nothing").Refused(404, "route.not-found"),
            await Nobody.Send(HttpMethod.Put, "auth/login", "{}"),
            await Nobody.Send(HttpMethod.Trace, "/nothing", null),
            await Nobody.Get("/openapi/v1.json").Ok(),
            await Nobody.Get("/health/ready").Ok(),
            await Nobody.Post("/hubs/chat/negotiate?negotiateVersion=1").Refused(401, "auth.required"),
        ];

        Assert.All(answers, static answer =>
        {
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Headers["Content-Security-Policy"]);
            Assert.Contains("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
            Assert.DoesNotContain("Server", answer.Headers.Keys);
            Assert.DoesNotContain(answer.Headers.Keys, static name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        });
    }

    [Fact]
    public async Task The_reference_may_run_its_own_scripts_and_nothing_else()
    {
        var page = await Nobody.Get("/docs/").Ok();
        var policy = page.Headers["Content-Security-Policy"].Split("; ");
        var nonce = Nonce().Match(page.Headers["Content-Security-Policy"]).Groups["nonce"].Value;

        var scripts = Script().Matches(page.Text);
        Assert.Equal(3, scripts.Count);
        Assert.All(scripts, script => Assert.True(script.Value.Contains(" src=\"scalar") || script.Value.Contains($"nonce=\"{nonce}\""), script.Value));
        Assert.Contains(scripts, script => script.Value.Contains($"nonce=\"{nonce}\""));
        Assert.Contains($"script-src 'self' 'nonce-{nonce}'", policy);
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("connect-src 'self'", policy);
        Assert.DoesNotContain("https:", page.Text, StringComparison.Ordinal);
        Assert.NotEqual(page.Headers["Content-Security-Policy"], (await Nobody.Get("/docs/").Ok()).Headers["Content-Security-Policy"]);
        Assert.DoesNotContain("no-store", (await Nobody.Get("/docs/scalar.js").Ok()).Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRACE", 405, "method.not-allowed")]
    [InlineData("FROB", 501, "method.unknown")]
    [InlineData("PROPFIND", 501, "method.unknown")]
    public async Task A_method_that_nobody_needs_is_refused_at_every_address(string method, int status, string code)
    {
        var ada = (await app.Team()).Ada;
        foreach (var target in (string[])["/api/v1/users/me", "/nothing", "/", "/hubs/chat", "/docs/", "/metrics"])
        {
            var answer = (await RawHttp.Send(ada, method, target)).Refused(status, code);
            Assert.Contains("GET", answer.Headers["Allow"], StringComparison.Ordinal);
            Assert.DoesNotContain(ada.Token!, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Headers_that_are_too_many_or_too_large_are_refused()
    {
        var ada = (await app.Team()).Ada;

        Assert.Equal(200, (await RawHttp.Send(ada, "GET", "/api/v1/users/me", null, [.. Enumerable.Range(0, 50).Select(static i => $"X-{i}: x")])).Status);
        Assert.Equal(431, (await RawHttp.Send(ada, "GET", "/api/v1/users/me", null, [.. Enumerable.Range(0, 70).Select(static i => $"X-{i}: x")])).Status);
        Assert.Equal(431, (await RawHttp.Send(ada, "GET", "/api/v1/users/me", null, [.. Enumerable.Range(0, 5).Select(static i => $"X-{i}: {new string('x', 7000)}")])).Status);
    }

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'", RegexOptions.NonBacktracking)]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Script();
}
