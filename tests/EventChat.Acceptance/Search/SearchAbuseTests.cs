using CsCheck;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Search;

/// <summary>Whatever is asked has a clear answer.</summary>
public sealed class SearchAbuseTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("", 400, "search.empty")]
    [InlineData("?q=", 400, "search.empty")]
    [InlineData("?q=%20%20", 400, "search.empty")]
    [InlineData("?q=%26%7C!", 400, "search.empty")]
    [InlineData("?q=%22%22", 400, "search.empty")]
    [InlineData("?q=*", 400, "search.empty")]
    [InlineData("?q=%00", 400, "search.empty")]
    [InlineData("?q=a*", 422, "search.prefix-too-short")]
    [InlineData("?q=on:2023-02-29", 400, "search.date-invalid")]
    [InlineData("?q=before:yesterday", 400, "search.date-invalid")]
    [InlineData("?q=after:2024-13-01", 400, "search.date-invalid")]
    [InlineData("?q=after:0000-00-00", 400, "search.date-invalid")]
    [InlineData("?q=has:wings", 400, "search.filter-unknown")]
    [InlineData("?q=tea%20-is:open", 400, "search.filter-unknown")]
    [InlineData("?q=IS:link", 400, "search.filter-unknown")]
    [InlineData("?q=tea&limit=-1", 422, "page.limit-out-of-range")]
    [InlineData("?q=tea&limit=201", 422, "page.limit-out-of-range")]
    [InlineData("?q=tea&next=soon", 422, "page.invalid-cursor")]
    [InlineData("?q=tea&next=1-2-3", 422, "page.invalid-cursor")]
    [InlineData("?q=tea&next=1-2-4294967295-3", 422, "page.invalid-cursor")]
    [InlineData("?q=tea&sort=oldest", 422, "request.invalid")]
    [InlineData("?q=tea&type=files", 422, "request.invalid")]
    [InlineData("?q=tea&type=people&next=x", 422, "page.invalid-cursor")]
    [InlineData("?q=@&type=people", 400, "search.empty")]
    [InlineData("?q=%23&type=channels", 400, "search.empty")]
    public async Task What_cannot_be_asked_is_told_why(string query, int status, string code)
    {
        var team = await app.Team();
        await team.Bob.Get($"workspaces/{team.Workspace}/search{query}").Refused(status, code);
    }

    [Fact]
    public async Task A_filter_that_is_none_is_told_which_there_are()
    {
        var team = await app.Team();
        var refused = await team.Bob.Get($"workspaces/{team.Workspace}/search?q=has:wings");
        Assert.Equal("'has:' takes link or file or reaction; in quotes it is text to look for.", refused.Body.Text("detail"));
    }

    [Fact]
    public async Task A_query_has_its_limits()
    {
        var team = await app.Team();
        var path = $"workspaces/{team.Workspace}/search?q=";
        await team.Bob.Get(path + new string('x', 1_001)).Refused(422, "search.too-long");
        await team.Bob.Get(path + new string('x', 1_000)).Ok();
        await team.Bob.Get(path + string.Join('+', Enumerable.Repeat("x", 33))).Refused(422, "search.too-many-terms");
        await team.Bob.Get(path + string.Join('+', Enumerable.Repeat("x", 32))).Ok();
        await team.Mallory.Get(path + "tea").Refused(404, "workspace.not-found");
    }

    [Theory]
    [InlineData("\"unclosed phrase")]
    [InlineData("from:@ada in:#general before:2030-01-01 has:link is:thread")]
    [InlineData("-only -negative")]
    [InlineData("before:0001-01-01")]
    [InlineData("after:9999-12-31 on:0001-01-01")]
    [InlineData("has: \"is:open\" colour:blue :: a:b:c")]
    [InlineData("'; drop table users; --")]
    [InlineData("x & | ! <-> ( ) :* ' \\ \\' x")]
    [InlineData("x \u202eesrever \u200b \ufeff")]
    [InlineData("x%_\\%")]
    [InlineData("from:@\0 in:#\0 x")]
    [InlineData("in:\"\" from:\"\" x")]
    public async Task Odd_queries_are_answered(string query)
    {
        var team = await app.Team();
        foreach (var type in (string[])["messages", "people", "channels"])
            await team.Bob.Get($"workspaces/{team.Workspace}/search?type={type}&q={Uri.EscapeDataString(query)}").Ok();
    }

    [Fact]
    public async Task No_query_is_a_failure_of_the_server()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "tea & <coffee> 'quoted' \\ 漢字");
        await Gen.Select(Gen.String[Gen.OneOf(Gen.Char, Gen.Char["\"-:*@# fromin&|!<>()'\\ abc漢"]), 0, 60], Gen.Int[0, 2], Gen.Bool).SampleAsync(async (text, type, isBest) =>
        {
            // Half a character cannot be sent in an address.
            var answer = await team.Bob.Get(
                $"workspaces/{team.Workspace}/search?type={(string[])["messages", "people", "channels"] switch { var t => t[type] }}&sort={(isBest ? "best" : "newest")}&q={Uri.EscapeDataString(string.Concat(text.EnumerateRunes()))}");
            Assert.Contains(answer.Status, (int[])[200, 400, 422]);
        }, iter: 400, threads: 4);
        Assert.Empty(app.Server.Errors);
    }
}
