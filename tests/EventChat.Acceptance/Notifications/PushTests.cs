using System.Diagnostics;
using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Notifications;

/// <summary>Pushes as npm's http_ece and Node's own cryptography read them, which nobody here wrote.</summary>
public sealed class PushTests(App app) : IClassFixture<App>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_browser_reads_what_its_person_is_told_and_the_service_knows_who_sent_it()
    {
        using var browser = await Browser.Open();
        var team = await app.NewTeam();
        await browser.Subscribe(team.Bob, "/bob").Ok();
        var direct = await Direct(team);
        await team.Ada.Say(direct, "Tea at five? 🫖");

        var push = await browser.Next();

        var payload = push.GetProperty("payload");
        Assert.Equal(("dm", direct, "Ada", "Tea at five? 🫖"), (payload.Text("reason"), payload.Text("channelId"), payload.Text("actor"), payload.Text("text")));
        var vapid = push.GetProperty("vapid");
        Assert.True(vapid.GetProperty("signed").GetBoolean());
        Assert.Equal(
            ((await team.Bob.Get("push/key").Ok()).Body.Text("key"), "http://127.0.0.1", "mailto:chat@example.org"), (vapid.Text("key"), vapid.Text("aud"), vapid.Text("sub")));
    }

    [Fact]
    public async Task A_browser_is_told_that_its_persons_group_is_mentioned()
    {
        using var browser = await Browser.Open();
        var team = await app.NewTeam();
        await team.Group("crew", team.Bob);
        await browser.Subscribe(team.Bob, "/bob").Ok();
        await team.Ada.Say(team.General, "@crew, tea?");

        var payload = (await browser.Next()).GetProperty("payload");

        Assert.Equal(("group", team.General, "@crew, tea?"), (payload.Text("reason"), payload.Text("channelId"), payload.Text("text")));
    }

    [Fact]
    public async Task A_service_that_is_busy_is_asked_again_and_a_browser_that_has_gone_is_forgotten()
    {
        using var browser = await Browser.Open();
        var team = await app.NewTeam();
        foreach (var path in (string[])["/busy", "/gone"]) await browser.Subscribe(team.Bob, path).Ok();
        await team.Bob.Put("me/preferences", new { pushText = false }).Ok();
        await team.Ada.Say(await Direct(team), "A secret");

        var push = await browser.Next();

        Assert.Equal("/busy", push.Text("path"));
        Assert.False(push.GetProperty("payload").Has("text"));
        await Eventually.True(async () => (await team.Bob.Get("me/push-subscriptions").Ok()).Items.Count == 1, Patience, static () => "both are there still");
    }

    [Fact]
    public async Task A_service_that_takes_nothing_holds_up_nobody_else()
    {
        using var browser = await Browser.Open();
        var team = await app.NewTeam();
        await browser.Subscribe(team.Bob, "/broken").Ok();
        await browser.Subscribe(team.Ada, "/ada").Ok();
        for (var i = 0; i < 20; i++) await team.Ada.Say(await Direct(team), $"{i}");
        await Task.Delay(TimeSpan.FromSeconds(1));
        await team.Bob.Say(await Direct(team), "Ada hears");

        var push = await browser.Next();

        Assert.Equal("/ada", push.Text("path"));
    }

    [Fact]
    public async Task Nothing_is_pushed_in_quiet_hours_nor_to_whoever_signed_out_or_uses_it_no_more()
    {
        using var browser = await Browser.Open();
        var team = await app.NewTeam();
        await team.Hire(team.Mallory, "member");
        var desk = await team.Bob.SignIn();
        var (quiet, taken) = (await browser.Subscribe(team.Mallory, "/mallory").Ok(), await browser.Subscribe(team.Bob, "/shared").Ok());
        await browser.Subscribe(desk, "/desk").Ok();
        await desk.Post("auth/logout").Ok(204);
        await browser.Subscribe(team.Ada, "/shared").Ok();
        Assert.NotEqual(quiet.Id, taken.Id);
        var now = TimeProvider.System.GetUtcNow();
        await team.Mallory.Put("me/preferences", new { doNotDisturb = new { from = now.AddHours(-1).ToString("HH:mm"), to = now.AddHours(1).ToString("HH:mm") } }).Ok();
        await team.Ada.Say(await Direct(team), "Nobody hears");
        await team.Ada.Say((await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Mallory.Id } }).Ok(201)).Id, "Nobody hears");
        await team.Bob.Say(await Direct(team), "Ada hears");

        var push = await browser.Next();

        Assert.Equal(("/shared", "Ada hears"), (push.Text("path"), push.GetProperty("payload").Text("text")));
    }

    [Fact]
    public async Task A_person_has_few_browsers_and_takes_them_away_again()
    {
        using var browser = await Browser.Open();
        var team = await app.NewTeam();
        for (var i = 0; i < 10; i++) await browser.Subscribe(team.Bob, $"/{i}").Ok();
        var first = (await browser.Subscribe(team.Bob, "/0").Ok()).Id;
        await browser.Subscribe(team.Bob, "/10").Refused(409, "push.too-many-subscriptions");

        await team.Ada.Delete($"me/push-subscriptions/{first}").Refused(404, "push.subscription-not-found");
        await team.Bob.Delete($"me/push-subscriptions/{first}").Ok(204);
        await browser.Subscribe(team.Bob, "/10").Ok();

        Assert.DoesNotContain("/10", (await team.Bob.Get("me/push-subscriptions").Ok()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAA", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!", "!")]
    public async Task What_is_no_key_is_refused(string? p256dh, string? auth) =>
        await (await app.Team()).Bob.Put("me/push-subscriptions", new { endpoint = "https://push.example.org/x", keys = new { p256dh, auth } }).Refused(422, "request.invalid");

    private static async Task<string> Direct(Team team)
    {
        var answer = await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } });
        return answer.Id;
    }

    private sealed class Browser : IDisposable
    {
        private readonly Process node;
        private readonly JsonElement subscription;

        private Browser(Process node, JsonElement subscription) => (this.node, this.subscription) = (node, subscription);

        public string Endpoint => subscription.Text("endpoint");
        public JsonElement Keys => subscription.GetProperty("keys");

        public static async Task<Browser> Open()
        {
            var started = Process.Start(new ProcessStartInfo("node", ["push.mjs"])
            {
                WorkingDirectory = NodeFolder.Find(), UseShellExecute = false, RedirectStandardOutput = true,
            })!;
            return new(started, JsonElement.Parse((await started.StandardOutput.ReadLineAsync().WaitAsync(Patience))!));
        }

        public Task<Answer> Subscribe(Person person, string path) => person.Put("me/push-subscriptions", new { endpoint = $"{Endpoint}{path}", expirationTime = (long?)null, keys = Keys });

        /// <summary>What comes next, but for being brought into the workspace.</summary>
        public async Task<JsonElement> Next()
        {
            while (true)
            {
                var push = JsonElement.Parse((await node.StandardOutput.ReadLineAsync().WaitAsync(Patience))!);
                if (push.GetProperty("payload").Text("reason") != "invite") return push;
            }
        }

        public void Dispose()
        {
            node.Kill();
            node.Dispose();
        }
    }
}
