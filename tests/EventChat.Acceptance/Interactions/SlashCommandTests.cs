using System.Text.Json;
using EventChat.Acceptance.Subscriptions;
using EventChat.Acceptance.Support;
using Microsoft.AspNetCore.Http;

namespace EventChat.Acceptance.Interactions;

public sealed class SlashCommandTests(SubscriptionApp app) : IClassFixture<SubscriptionApp>
{
    [Fact]
    public async Task An_app_answers_in_line_to_one_alone_or_to_all()
    {
        var team = await app.Team();
        var (robot, bot) = await team.Bot();
        await team.Add(bot, team.General);
        await using var receiver = await Receiver.Open();
        var set = await bot.Put($"apps/{robot}/commands/tea", new { url = receiver.Url, description = "Makes tea", usage = "[sugar]" }).Ok();
        await using var hub = await HubClient.Connect(team.Bob);
        await using var other = await HubClient.Connect(team.Ada);

        receiver.Answer = static (_, http) => Says(http, new { text = "Only you get tea" });
        var mine = await team.Bob.Post($"channels/{team.General}/commands", new { command = "/tea", text = "two lumps" }).Ok();
        Assert.Equal(("me", "Only you get tea", bot.Id), (mine.Body.Text("visibility"), mine.Body.Text("text"), mine.Body.Text("botUserId")));
        var asked = receiver.Asked.Single();
        Assert.Equal(("command", "tea", "two lumps", team.Bob.Id, team.General), (asked.Type, asked.Body.Text("command"), asked.Body.Text("text"), asked.Body.Text("userId"), asked.Body.Text("channelId")));
        Assert.True(asked.IsSignedWith(set.Body.Text("secret")));
        await hub.Until(static client => client.Called("AppAnswered").Count == 1);
        Assert.Equal("Only you get tea", hub.Called("AppAnswered")[0].Text("text"));
        Assert.Empty(await team.Ada.ReadBack(team.General));

        receiver.Answer = static (_, http) => Says(http, new { text = "Tea for all", visibility = "all" });
        var all = await team.Bob.Post($"channels/{team.General}/commands", new { command = "tea" }).Ok();
        var said = (await team.Ada.Get($"channels/{team.General}/messages/{all.Number}", all.Position).Ok()).Body;
        Assert.Equal((bot.Id, "Tea for all"), (said.GetProperty("author").Text("id"), said.Text("text")));
        Assert.Empty(other.Called("AppAnswered"));

        receiver.Answer = static (_, _) => Task.FromResult(204);
        Assert.Equal("none", (await team.Bob.Post($"channels/{team.General}/commands", new { command = "tea" }).Ok()).Body.Text("visibility"));
    }

    [Fact]
    public async Task An_app_answers_later_for_as_long_as_who_asked_may_read()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        await team.Ada.Put($"apps/{robot}/commands/tea", new { url = receiver.Url }).Ok();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Add(team.Bob, cellar);
        await using var hub = await HubClient.Connect(team.Bob);
        await team.Bob.Post($"channels/{cellar}/commands", new { command = "tea" }).Ok();
        var address = new Uri(receiver.Asked.Single().Body.Text("responseUrl")).AbsolutePath;
        Assert.InRange((receiver.Asked.Single().Body.GetProperty("responseUrlEndsAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalMinutes, 25, 31);
        var nobody = team.Bob.WithToken(null);

        Assert.Equal("me", (await nobody.Post(address, new { text = "Later" }).Ok()).Body.Text("visibility"));
        await hub.Until(static client => client.Called("AppAnswered").Count == 1);
        // Into a channel that the bot is not in it says nothing to all.
        await nobody.Post(address, new { text = "To all", visibility = "all" }).Refused(404, "channel.not-found");
        await nobody.Post(address, new { text = "Whom?", visibility = "some" }).Refused(422, "request.invalid");
        await nobody.Post($"{address[..^2]}xx", new { text = "Guessed" }).Refused(404, "response.over");
        await nobody.Post("responses/guessed", new { text = "Guessed" }).Refused(404, "response.over");

        await team.Ada.Delete($"channels/{cellar}/members/{team.Bob.Id}").Ok(204);
        await nobody.Post(address, new { text = "Too late" }).Refused(404, "response.over");
        await team.Add(team.Bob, cellar);
        await team.Ada.Delete($"apps/{robot}").Ok(204);
        await nobody.Post(address, new { text = "Too late" }).Refused(404, "response.over");
    }

    [Fact]
    public async Task An_app_that_is_silent_slow_or_talks_nonsense_is_said_to_be()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        await team.Ada.Put($"apps/{robot}/commands/tea", new { url = receiver.Url }).Ok();
        (string Why, Func<Posted, HttpContext, Task<int>> Answer)[] answers =
        [
            ("no answer", static async (_, http) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(20), http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return 200;
            }),
            ("answered 500", static (_, _) => Task.FromResult(500)),
            ("neither empty nor JSON", static (_, http) => Says(http, new[] { "tea" })),
            ("answered 410", static (_, _) => Task.FromResult(410)),
            ("request.invalid", static (_, http) => Says(http, new { text = "Tea", visibility = "some" })),
            ("message.", static (_, http) => Says(http, new { text = "Tea\u0001" })),
        ];
        foreach (var (why, answer) in answers)
        {
            receiver.Answer = answer;
            var begun = TimeProvider.System.GetTimestamp();
            var silent = await team.Bob.Post($"channels/{team.General}/commands", new { command = "tea" });
            Assert.True((silent.Status, silent.Code) is (503, "app.silent") or (409, "app.answer-wrong"), silent.Text);
            Assert.Contains(why, silent.Body.Text("detail"), StringComparison.Ordinal);
            Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 15);
        }
    }

    [Fact]
    public async Task Who_may_write_may_ask_and_who_manages_apps_says_what_they_answer_to()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        var set = new { url = receiver.Url };
        await team.Bob.Put($"apps/{robot}/commands/tea", set).Refused(403, "role.admin-required");
        await team.Mallory.Put($"apps/{robot}/commands/tea", set).Refused(404, "app.not-found");
        await team.Ada.Put($"apps/{robot}/commands/Tea", set).Refused(422, "request.invalid");
        await team.Ada.Put($"apps/{robot}/commands/tea", new { url = "nowhere" }).Refused(422, "request.invalid");
        await team.Ada.Put($"apps/{robot}/commands/tea", set).Ok();
        var elsewhere = await team.Ada.Post($"workspaces/{team.Workspace}/apps", new { name = "Other", scopes = new[] { "messages:read" } }).Ok(201);
        await team.Ada.Put($"apps/{elsewhere.Id}/commands/tea", set).Refused(409, "slash-command.taken");

        var listed = await team.Bob.Get($"workspaces/{team.Workspace}/commands").Ok();
        Assert.Equal("tea", Assert.Single(listed.Items).Text("name"));
        Assert.DoesNotContain("whsec_", listed.Text, StringComparison.Ordinal);
        await team.Mallory.Get($"workspaces/{team.Workspace}/commands").Refused(404, "workspace.not-found");
        await team.Mallory.Post($"channels/{team.General}/commands", new { command = "tea" }).Refused(404, "channel.not-found");
        await team.Bob.Post($"channels/{team.General}/commands", new { command = "coffee" }).Refused(404, "slash-command.not-found");
        await team.Bob.Post($"channels/{team.General}/commands", new { command = "tea", threadRoot = 7 }).Refused(422, "message.root-not-found");
        await team.Bob.Post($"channels/{team.General}/commands", new { }).Refused(422, "request.invalid");
        await team.Ada.Post($"channels/{team.General}/archive").Ok();
        await team.Bob.Post($"channels/{team.General}/commands", new { command = "tea" }).Refused(409, "channel.archived");
        Assert.Empty(receiver.Asked);
    }

    [Fact]
    public async Task An_app_that_may_not_write_answers_to_one_alone()
    {
        var team = await app.Team();
        var (robot, bot) = await team.Bot("subscriptions:write");
        await team.Add(bot, team.General);
        await using var receiver = await Receiver.Open();
        await bot.Put($"apps/{robot}/commands/tea", new { url = receiver.Url }).Ok();
        receiver.Answer = static (_, http) => Says(http, new { text = "To all", visibility = "all" });
        await team.Bob.Post($"channels/{team.General}/commands", new { command = "tea" }).Refused(409, "app.answer-wrong");
        Assert.Empty(await team.Ada.ReadBack(team.General));
        await team.Ada.WithToken(null).Post(new Uri(receiver.Asked.Single().Body.Text("responseUrl")).AbsolutePath, new { text = "To all", visibility = "all" }).Refused(403, "app.may-not-write");
    }

    [Fact]
    public async Task Where_an_app_answers_later_is_nobodys_to_choose_and_a_long_answer_is_whole()
    {
        var team = await app.Team();
        var (robot, _) = await team.Bot();
        await using var receiver = await Receiver.Open();
        await team.Ada.Put($"apps/{robot}/commands/tea", new { url = receiver.Url }).Ok();
        var text = new string('t', 16_000);
        receiver.Answer = (_, http) => Says(http, new { text });
        var answer = (await team.Bob.Send(HttpMethod.Post, $"channels/{team.General}/commands", new { command = "tea" }, ("Host", "evil.example"))).Ok();
        Assert.Equal(text, answer.Body.Text("text"));
        Assert.Equal(team.Bob.Http.BaseAddress!.Port, new Uri(receiver.Asked.Single().Body.Text("responseUrl")).Port);
        Assert.Equal("127.0.0.1", new Uri(receiver.Asked.Single().Body.Text("responseUrl")).Host);
    }

    private static async Task<int> Says(HttpContext http, object answer)
    {
        await http.Response.WriteAsync(JsonSerializer.Serialize(answer));
        return 200;
    }
}
