using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Hooks;

public sealed class HookTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task What_comes_in_is_a_message_of_a_bot_shown_as_it_wants_to_be()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        Assert.Matches("^http://127.0.0.1:[0-9]+/hooks/[a-z2-7]{32}$", hook.Url);

        var sent = await team.Bob.Send(hook, """{"text":"*Down*: <https://example.org|db-1>","username":"Pager","icon_emoji":":bell:","icon_url":null}""").Says(200, "ok");
        var shown = await team.Newest(sent);
        Assert.Equal("**Down**: [db-1](https://example.org)", shown.Text("text"));
        Assert.Equal((hook.Body.Text("botUserId"), "Alerts", "bot"), (shown.GetProperty("author").Text("id"), shown.GetProperty("author").Text("name"), shown.GetProperty("author").Text("kind")));
        Assert.Equal(("Pager", "🔔"), (shown.GetProperty("displayAs").Text("name"), shown.GetProperty("displayAs").Text("iconEmoji")));

        Assert.False((await team.Newest(await team.Bob.Send(hook, """{"text":"Plain"}""").Says(200, "ok"))).Has("displayAs"));
        Assert.Equal("Pager", (await team.Bob.ReadEvents(team.General)).First(static e => e.Type == "message.sent").Data.GetProperty("displayAs").Text("name"));
        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);
        Assert.False((await team.Bob.ReadEvents(team.General)).First(static e => e.Type == "message.sent").Data.Has("displayAs"));
        Assert.False((await team.Bob.Get($"channels/{team.General}/messages/1", deleted.Position).Ok()).Body.Has("displayAs"));
    }

    [Fact]
    public async Task It_takes_every_form_that_Slack_takes()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        var services = $"/services/{team.Workspace}/{team.General}/{hook.Token}";
        const string json = """{"text":"Hello"}""";
        var form = $"payload={Uri.EscapeDataString(json)}";

        foreach (var path in (string[])[hook.Path, services])
        {
            foreach (var type in (string?[])["application/json", "application/json; charset=utf-8", "text/plain", "application/octet-stream", null]) await team.Bob.Send(hook, json, type, path).Says(200, "ok");
            await team.Bob.Send(hook, form, "application/x-www-form-urlencoded", path).Says(200, "ok");
            await team.Bob.Send(hook, json, "application/x-www-form-urlencoded", path).Says(200, "ok");
            await team.Bob.Send(hook, $"--b\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n{json}\r\n--b--\r\n", "multipart/form-data; boundary=b", path).Says(200, "ok");
        }

        Assert.Equal(16, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_in_the_words_of_Slack()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        var deep = string.Concat(Enumerable.Repeat("""{"type":"rich_text","elements":[""", 100)) + string.Concat(Enumerable.Repeat("]}", 100));
        foreach (var (body, type, status, word) in ((string, string, int, string)[])
        [
            ("{}", "application/json", 400, "no_text"), ("{", "application/json", 400, "invalid_payload"), ("", "application/json", 400, "invalid_payload"),
            ("text=hello", "application/x-www-form-urlencoded", 400, "invalid_payload"), ("payload=%7B", "application/x-www-form-urlencoded", 400, "invalid_payload"),
            ("--x", "multipart/form-data; boundary=b", 400, "invalid_payload"), ("--x", "multipart/form-data", 400, "invalid_payload"),
            ($$"""{"text":"x","blocks":[{{deep}}]}""", "application/json", 400, "invalid_payload"),
            ($$"""{"blocks":[{{string.Join(',', Enumerable.Repeat("""{"type":"divider"}""", 51))}}]}""", "application/json", 400, "invalid_blocks"),
            ($$"""{"attachments":[{{string.Join(',', Enumerable.Repeat("""{"text":"x"}""", 101))}}]}""", "application/json", 400, "too_many_attachments"),
            ("""{"text":"x","thread_ts":"7"}""", "application/json", 404, "thread_not_found"), ("""{"text":"x","thread_ts":"1503435956.000247"}""", "application/json", 404, "thread_not_found"),
            ($$"""{"text":"{{new string('x', 300_000)}}"}""", "application/json", 413, "invalid_payload"),
        ])
            await team.Bob.Send(hook, body, type).Says(status, word);

        Assert.Equal(0, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
        Assert.Empty(app.Server.Errors);
    }

    [Fact]
    public async Task What_is_too_long_comes_in_cut()
    {
        var team = await app.Team();
        var shown = await team.Newest(await team.Bob.Send(await team.Hook(), $$"""{"text":"{{new string('x', 40_000)}}"}""").Says(200, "ok"));
        Assert.InRange(shown.Text("text").Length, 15_900, 16_000);
        Assert.EndsWith("x…", shown.Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_in_a_thread_by_the_number_of_its_message()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        await team.Ada.Say(team.General, "How is it?");
        var answered = await team.Newest(await team.Bob.Send(hook, """{"text":"Fine","thread_ts":"1","reply_broadcast":true}""").Says(200, "ok"));
        Assert.Equal((1, true), (answered.GetProperty("thread").Long("root"), answered.GetProperty("broadcast").GetBoolean()));
        await team.Bob.Send(hook, """{"text":"Fine","thread_ts":2}""").Says(400, "cannot_reply_to_message");
    }

    [Fact]
    public async Task Ids_become_the_names_of_who_and_what_is_in_the_workspace()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        var cellar = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        var shown = await team.Newest(await team.Bob.Send(hook, $$"""{"text":"<@{{team.Bob.Id}}> <@{{team.Mallory.Id}}> <#{{team.General}}> <#{{cellar}}|there> <!here>"}""").Says(200, "ok"));
        Assert.Equal($"@{team.Bob.Username} @{team.Mallory.Id} #General #there @here", shown.Text("text"));
        Assert.Equal(team.Bob.Id, Assert.Single(shown.GetProperty("mentions").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_channel_may_be_chosen_only_where_the_webhook_was_made_for_it()
    {
        var team = await app.Team();
        var (random, cellar) = (await team.Ada.CreateChannel(team.Workspace, "Random"), await team.Ada.CreateChannel(team.Workspace, "cellar", "private"));
        var elsewhere = await team.Mallory.CreateChannel(await team.Mallory.CreateWorkspace());
        var (locked, free) = (await team.Hook(), await team.Hook(anyChannel: true));

        await team.Bob.Send(locked, """{"text":"Here","channel":"#random"}""").Says(200, "ok");
        foreach (var name in (string[])["general", "#General", team.General]) await team.Bob.Send(free, $$"""{"text":"Here","channel":"{{name}}"}""").Says(200, "ok");
        Assert.Equal(4, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
        foreach (var name in (string[])["#random", random]) await team.Bob.Send(free, $$"""{"text":"There","channel":"{{name}}"}""").Says(200, "ok");
        Assert.Equal(2, (await team.Ada.Get($"channels/{random}").Ok()).Body.Long("lastNumber"));
        foreach (var name in (string[])["#cellar", cellar, elsewhere, "#nowhere", "@bob", new('x', 500)])
            await team.Bob.Send(free, $$"""{"text":"Not there","channel":"{{name}}"}""").Says(404, "channel_not_found");
    }

    [Fact]
    public async Task It_comes_into_private_channels_and_into_none_that_takes_nothing()
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        var hook = await team.Hook(cellar);
        Assert.Equal("Psst", (await team.Newest(await team.Bob.Send(hook, """{"text":"Psst"}""").Says(200, "ok"), cellar)).Text("text"));

        await team.Ada.Post($"channels/{cellar}/archive").Ok();
        await team.Bob.Send(hook, """{"text":"Psst"}""").Says(410, "channel_is_archived");
        await team.Ada.Post($"channels/{cellar}/webhooks", new { name = "More" }).Refused(409, "channel.archived");
        await team.Ada.Post($"channels/{cellar}/unarchive").Ok();
        await team.Ada.Delete($"channels/{cellar}/members/{hook.Body.Text("botUserId")}").Ok(204);
        await team.Bob.Send(hook, """{"text":"Psst"}""").Says(404, "channel_not_found");
    }

    [Fact]
    public async Task A_repeat_under_a_key_says_nothing_twice()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        for (var i = 0; i < 2; i++) (await team.Bob.WithToken(null).Send(HttpMethod.Post, hook.Path, """{"text":"Once","username":"Robot"}""", ("Idempotency-Key", "k1"))).Ok();
        Assert.Equal(1, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
    }
}
