using System.Diagnostics;
using System.Net.Http.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Hooks;

/// <summary>Programs that nobody here wrote, as they are: each is given the address and nothing else.</summary>
public sealed class HookClientTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Npm_slack_webhook()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        var (code, output) = await HookSetting.Run("node", NodeFolder.Find(), "webhook.mjs", new Uri(app.Server.Http.BaseAddress!, $"/services/{team.Workspace}/{team.General}/{hook.Token}").ToString());
        Assert.True(code == 0, output);
        Assert.Equal(["ok", "ok", "ok", "400"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Contains("400", StringComparison.Ordinal) ? "400" : line));

        var said = await Said(team, 3);
        Assert.Equal(["Deployed **1.4.2**", "**Build 7**\n\n**All** well: [log](https://example.org/builds/7)", "And tested"], said.Select(static m => m.Text("text")));
        Assert.All(said, static m => Assert.Equal(("Deployer", "🚀"), (m.GetProperty("displayAs").Text("name"), m.GetProperty("displayAs").Text("iconEmoji"))));
        Assert.Equal(1, said[2].GetProperty("thread").Long("root"));
    }

    [Fact]
    public async Task Debian_apprise()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        var server = app.Server.Http.BaseAddress!.Authority;
        var (code, output) = await HookSetting.Run("apprise", null, "-vv", "-t", "Backup done", "-b", "All 42 files of <host> & friends", $"mmost://robot@{server}/{hook.Token}?channel=General");
        Assert.True(code == 0, output);
        var said = Assert.Single(await Said(team, 1));
        Assert.Equal("Backup done\nAll 42 files of \\<host> & friends", said.Text("text").ReplaceLineEndings("\n"));
        Assert.Equal("robot", said.GetProperty("displayAs").Text("name"));

        await team.Ada.Delete($"channels/{team.General}/webhooks/{hook.Id}").Ok(204);
        Assert.NotEqual(0, (await HookSetting.Run("apprise", null, "-b", "Too late", $"mmost://{server}/{hook.Token}")).Code);
    }

    [Fact]
    public async Task Debian_prometheus_alertmanager()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        using var folder = new DataFolder();
        var (port, settings) = (Ports.Free(), Path.Combine(folder.Path, "alertmanager.yml"));
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(settings, $"""
            route: {"{"}receiver: slack, group_wait: 0s{"}"}
            receivers:
            - name: slack
              slack_configs:
              - api_url: {new Uri(app.Server.Http.BaseAddress!, hook.Path)}
                channel: '#general'
            """);
        using var alertmanager = Process.Start(new ProcessStartInfo("prometheus-alertmanager",
            [$"--config.file={settings}", $"--storage.path={folder.Path}", $"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=", "--web.external-url=http://alerts.example.org"])
        {
            UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        try
        {
            alertmanager.BeginErrorReadLine();
            alertmanager.BeginOutputReadLine();
            using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
            await Eventually.True(() => Fires(http), TimeSpan.FromSeconds(60), static () => "Alertmanager does not answer");
            var said = Assert.Single(await Said(team, 1));
            Assert.Equal(@"**[\[FIRING:1\]  (HighLatency db-1 page)](http://alerts.example.org/#/alerts?receiver=slack)**", said.Text("text"));
            Assert.Equal("Alertmanager", said.GetProperty("displayAs").Text("name"));
        }
        finally
        {
            alertmanager.Kill();
            await alertmanager.WaitForExitAsync();
        }

        static async Task<bool> Fires(HttpClient http)
        {
            try
            {
                using var answer = await http.PostAsJsonAsync("/api/v2/alerts", new[] { new { labels = new { alertname = "HighLatency", severity = "page", instance = "db-1" } } });
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException) { return false; }
        }
    }

    /// <summary>The lines of docs/bots.md.</summary>
    [Fact]
    public async Task Curl()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        var url = new Uri(app.Server.Http.BaseAddress!, hook.Path).ToString();
        foreach (var words in (string[][])
        [
            ["-H", "Content-Type: application/json", "-d", """{"text": "Deployed *1.4.2*"}"""],
            ["--data-urlencode", """payload={"text": "Deployed & <https://example.org|tested>"}"""],
            ["-d", """{"text": "Without a type"}"""],
        ])
            Assert.Equal((0, "ok"), await HookSetting.Run("curl", null, ["-sS", url, .. words]));
        Assert.Equal(["Deployed **1.4.2**", "Deployed & [tested](https://example.org)", "Without a type"], (await Said(team, 3)).Select(static m => m.Text("text")));
        Assert.Equal((0, "no_text"), await HookSetting.Run("curl", null, "-sS", url, "-d", "{}"));
    }

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> Said(Team team, int count)
    {
        await Eventually.True(async () => (await team.Ada.ReadBack(team.General)).Count >= count, TimeSpan.FromSeconds(60), static () => "Nothing came in");
        return await team.Ada.ReadBack(team.General);
    }
}
