using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Apps;

public sealed class AppTests(App app) : IClassFixture<App>
{
    private static readonly string[] Everything =
        ["channels:read", "channels:write", "messages:read", "messages:write", "reactions:write", "search:read", "users:read"];

    [Fact]
    public async Task A_bot_is_a_member_like_any_other_and_is_shown_as_a_bot()
    {
        var team = await app.Team();
        var (made, bot) = await Hire(team, "Deploy Robot!", Everything);
        Assert.StartsWith("deploy-robot", made.Body.Text("username"), StringComparison.Ordinal);

        await bot.Say(team.General, "Too early").ContinueWith(static t => Assert.True(t.IsFaulted), TaskScheduler.Default);
        await team.Ada.Put($"channels/{team.General}/members/{bot.Id}").Ok();
        var said = await bot.Say(team.General, "Deployed");
        Assert.Equal("bot", said.Body.GetProperty("author").Text("kind"));
        var shown = (await team.Bob.Get($"channels/{team.General}/messages/1", said.Position).Ok()).Body.GetProperty("author");
        Assert.Equal((bot.Id, "Deploy Robot!", "bot"), (shown.Text("id"), shown.Text("name"), shown.Text("kind")));

        var thanks = await team.Bob.Say(team.General, $"Thanks @{made.Body.Text("username")}");
        Assert.Equal(2, (await bot.ReadBack(team.General, atLeast: thanks.Position)).Count);
        await bot.Put($"channels/{team.General}/messages/2/reactions/👋").Ok(204);
        Assert.Equal(bot.Id, (await bot.Get("users/me").Ok()).Id);
        await bot.Get($"workspaces/{team.Workspace}/search?q=thanks").Ok();
    }

    [Fact]
    public async Task A_token_opens_what_its_scopes_say_and_nothing_that_is_for_people()
    {
        var team = await app.Team();
        var (_, bot) = await Hire(team, "Reader", "messages:read");
        await team.Ada.Put($"channels/{team.General}/members/{bot.Id}").Ok();
        await bot.Get($"channels/{team.General}/messages").Ok();
        await bot.Post($"channels/{team.General}/messages", new { text = "No" }).Refused(403, "app.scope-missing");
        await bot.Get($"channels/{team.General}").Refused(403, "app.scope-missing");
        var (_, writer) = await Hire(team, "Writer", "messages:write");
        await team.Ada.Put($"channels/{team.General}/members/{writer.Id}").Ok();
        var said = await team.Ada.Say(team.General, "For readers");
        await writer.Post($"channels/{team.General}/messages/{said.Number}/forward", new { channelId = team.General }).Refused(403, "app.scope-missing");
        foreach (var path in (string[])["me/boot", "me/unreads", "me/notifications", "auth/sessions", $"workspaces/{team.Workspace}/apps", $"admin/workspaces/{team.Workspace}/audit-log"])
            await bot.Get(path).Refused(403, "app.not-for-apps");
        await bot.Post("workspaces", new { name = "Mine", slug = "mine" }).Refused(403, "app.not-for-apps");
        await bot.Post("auth/logout").Refused(403, "app.not-for-apps");
        await bot.Get("/hubs/chat/negotiate").Refused(403, "app.not-for-apps");
    }

    [Fact]
    public async Task A_token_that_was_revoked_counts_on_no_node_from_the_answer_on()
    {
        var team = await app.Team();
        var there = await app.Another();
        var (made, bot) = await Hire(team, "Short lived", "messages:read");
        await team.Ada.Put($"channels/{team.General}/members/{bot.Id}").Ok();
        for (var round = 0; round < 20; round++)
        {
            var issued = await team.Ada.Post($"apps/{made.Id}/tokens", new { }).Ok(201);
            var one = bot.WithToken(issued.Body.Text("token")).At(there);
            await one.Get($"channels/{team.General}/messages").Ok();
            await team.Ada.Delete($"apps/{made.Id}/tokens/{issued.Id}").Ok(204);
            await one.Get($"channels/{team.General}/messages").Refused(401, "auth.required");
        }

        await bot.At(there).Get($"channels/{team.General}/messages").Ok();
    }

    [Fact]
    public async Task Tokens_are_told_once_and_rotate_with_an_overlap()
    {
        var team = await app.Team();
        var (made, bot) = await Hire(team, "Rotating", "messages:read");
        await team.Ada.Put($"channels/{team.General}/members/{bot.Id}").Ok();
        var first = (await team.Ada.Get($"apps/{made.Id}").Ok()).Body.GetProperty("tokens")[0];
        Assert.False(first.Has("token"));

        var second = await team.Ada.Post($"apps/{made.Id}/tokens", new { replaces = first.Text("id"), overlapMinutes = 60 }, "k1").Ok(201);
        Assert.Equal(second.Body.Text("token"), (await team.Ada.Post($"apps/{made.Id}/tokens", new { replaces = first.Text("id"), overlapMinutes = 60 }, "k1").Ok(201)).Body.Text("token"));
        await bot.Get($"channels/{team.General}/messages").Ok();
        await bot.WithToken(second.Body.Text("token")).Get($"channels/{team.General}/messages").Ok();

        var third = await team.Ada.Post($"apps/{made.Id}/tokens", new { replaces = second.Id, overlapMinutes = 0 }).Ok(201);
        await bot.WithToken(second.Body.Text("token")).Get($"channels/{team.General}/messages").Refused(401, "auth.required");
        await bot.WithToken(third.Body.Text("token")).Get($"channels/{team.General}/messages").Ok();
        await team.Ada.Post($"apps/{made.Id}/tokens", new { overlapMinutes = -1 }).Refused(422, "request.invalid");
        await team.Ada.Post($"apps/{made.Id}/tokens", new { expiresAt = "2001-01-01T00:00:00Z" }).Refused(422, "app.token-life-over");
        await team.Ada.Post($"apps/{made.Id}/tokens", new { scopes = new[] { "search:read" } }).Refused(422, "app.scope-beyond-app");
        await team.Bob.Post($"apps/{made.Id}/tokens", new { }).Refused(403, "role.admin-required");
        await team.Mallory.Post($"apps/{made.Id}/tokens", new { }).Refused(404, "app.not-found");
    }

    [Fact]
    public async Task An_app_that_is_removed_leaves_its_channels_and_its_words_stay()
    {
        var team = await app.Team();
        var (made, bot) = await Hire(team, "Leaving", "messages:write", "messages:read");
        await team.Ada.Put($"channels/{team.General}/members/{bot.Id}").Ok();
        await bot.Say(team.General, "I was here");
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{bot.Id}").Refused(409, "app.bot");
        await team.Bob.Delete($"apps/{made.Id}").Refused(403, "role.admin-required");
        var elsewhere = await team.Mallory.CreateWorkspace();
        await team.Mallory.Put($"workspaces/{elsewhere}/members/{bot.Id}", new { role = "admin" }).Refused(409, "app.bot");

        var removed = await team.Ada.Delete($"apps/{made.Id}").Ok(204);
        await team.Ada.Delete($"apps/{made.Id}").Ok(204);
        await bot.Get($"channels/{team.General}/messages").Refused(401, "auth.required");
        await team.Ada.Get($"apps/{made.Id}").Refused(404, "app.not-found");
        await team.Ada.Put($"workspaces/{team.Workspace}/members/{bot.Id}", new { role = "admin" }).Refused(409, "app.bot");
        Assert.DoesNotContain((await team.Ada.Get($"channels/{team.General}/members", removed.Position).Ok()).Items, m => m.Text("id") == bot.Id);
        Assert.Equal("bot", (await team.Bob.Get($"channels/{team.General}/messages/1", removed.Position).Ok()).Body.GetProperty("author").Text("kind"));
        Assert.Empty((await team.Ada.Get($"workspaces/{team.Workspace}/apps").Ok()).Items);
    }

    [Fact]
    public async Task Apps_are_made_once_by_admins_and_named_as_nobody_else_is()
    {
        var team = await app.Team();
        var apps = $"workspaces/{team.Workspace}/apps";
        var first = await team.Ada.Post(apps, new { name = "Twin", username = $"twin-{team.General[^8..]}".ToLowerInvariant(), scopes = new[] { "messages:read" } }, "k1").Ok(201);
        var again = await team.Ada.Post(apps, new { name = "Twin", username = $"twin-{team.General[^8..]}".ToLowerInvariant(), scopes = new[] { "messages:read" } }, "k1").Ok(201);
        Assert.Equal(first.Id, again.Id);
        await team.Ada.Post(apps, new { name = "Other", username = team.Bob.Username, scopes = new[] { "messages:read" } }).Refused(409, "user.username-taken");
        await team.Ada.Post(apps, new { name = "Other", scopes = new[] { "everything" } }).Refused(422, "app.unknown-scope");
        await team.Ada.Post(apps, new { name = "Other" }).Refused(422, "app.no-scope");
        await team.Ada.Post(apps, new { name = "Other", scopes = new[] { null, "everything" } }).Refused(422, "app.unknown-scope");
        await team.Bob.Post(apps, new { name = "Other", scopes = new[] { "messages:read" } }).Refused(403, "role.admin-required");
        await team.Bob.Get(apps).Refused(403, "role.admin-required");
        await team.Mallory.Get(apps).Refused(404, "workspace.not-found");
        Assert.Equal(first.Id, Assert.Single((await team.Ada.Get(apps).Ok()).Items).Text("id"));
        await team.Ada.Post("auth/login", new { login = first.Body.Text("username"), password = Person.Password }).Refused(401, "auth.wrong-credentials");
    }

    [Fact]
    public async Task A_name_that_another_app_has_or_that_no_username_can_have_gets_one_of_its_own()
    {
        var (one, other) = (await app.Team(), await app.Team());
        var name = $"Same {one.General[^8..]}";
        List<string> names = [];
        foreach (var (team, called) in ((Team, string)[])[(one, name), (other, name), (one, "漢字"), (other, "X"), (one, new string('x', 80))])
            names.Add((await team.Ada.Post($"workspaces/{team.Workspace}/apps", new { name = called, scopes = new[] { "messages:read" } }).Ok(201)).Body.Text("username"));
        Assert.Equal(5, names.Distinct().Count());
    }

    [Fact]
    public async Task What_is_no_token_is_refused_like_any_other()
    {
        var team = await app.Team();
        var (_, bot) = await Hire(team, "Guessed", "messages:read");
        foreach (var token in (string[])["ecb_", "ecb_x", bot.Token![..^1] + (bot.Token[^1] == 'A' ? 'B' : 'A'), bot.Token[4..], "ecb_" + new string('A', 43), "ecb_" + bot.Token])
            await bot.WithToken(token).Get($"channels/{team.General}/messages").Refused(401, "auth.required");
    }

    [Fact]
    public async Task What_admins_and_bots_do_is_in_the_audit_log_without_any_secret()
    {
        var team = await app.Team();
        var (made, bot) = await Hire(team, "Audited", "channels:write");
        var token = (await team.Ada.Get($"apps/{made.Id}").Ok()).Body.GetProperty("tokens")[0].Text("id");
        var channel = await bot.CreateChannel(team.Workspace);
        var revoked = await team.Ada.Delete($"apps/{made.Id}/tokens/{token}").Ok(204);

        var log = await team.Ada.Get($"admin/workspaces/{team.Workspace}/audit-log?limit=200", revoked.Position).Ok();
        var rows = log.Items.Select(static r => (Action: r.Text("action"), Actor: r.GetProperty("actor").GetString(), Target: r.Text("target"))).ToList();
        Assert.Contains(("app.created", team.Ada.Id, made.Id), rows);
        Assert.Contains(("app.token-issued", team.Ada.Id, made.Id), rows);
        Assert.Contains(("app.token-revoked", team.Ada.Id, made.Id), rows);
        Assert.Contains(("channel.created", bot.Id, channel), rows);
        Assert.DoesNotContain("Hash", log.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(bot.Token!, log.Text, StringComparison.Ordinal);
    }

    /// <summary>An app with one token, and its bot as somebody who speaks HTTP.</summary>
    private static async Task<(Answer Made, Person Bot)> Hire(Team team, string name, params string[] scopes)
    {
        var username = $"{new string([.. name.ToLowerInvariant().Where(char.IsAsciiLetter)])}-{team.General[^8..].ToLowerInvariant()}";
        var made = name == "Deploy Robot!"
            ? await team.Ada.Post($"workspaces/{team.Workspace}/apps", new { name, scopes }).Ok(201)
            : await team.Ada.Post($"workspaces/{team.Workspace}/apps", new { name, username, scopes }).Ok(201);
        var issued = await team.Ada.Post($"apps/{made.Id}/tokens", new { }).Ok(201);
        return (made, team.Ada.WithToken(issued.Body.Text("token")) with { Id = made.Body.Text("botUserId"), Name = name, Username = made.Body.Text("username") });
    }
}
