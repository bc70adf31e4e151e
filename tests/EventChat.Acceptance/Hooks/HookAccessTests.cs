using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Hooks;

/// <summary>Who may make an address, what it opens, and that it ends when it is said to.</summary>
public sealed class HookAccessTests(App app) : IClassFixture<App>
{
    private const string Hello = """{"text":"Hello"}""";

    [Fact]
    public async Task Admins_make_list_and_remove_webhooks()
    {
        var team = await app.Team();
        var hooks = $"channels/{team.General}/webhooks";
        var made = await team.Ada.Post(hooks, new { name = "Alerts" }, "k1").Ok(201);
        Assert.Equal((made.Id, made.Url), (await team.Ada.Post(hooks, new { name = "Alerts" }, "k1").Ok(201)) is { } again ? (again.Id, again.Url) : default);
        await team.Ada.Post(hooks, new { name = "Other" }, "k1").Refused(422, "idempotency.key-reused");
        var second = await team.Hook(name: "漢字");
        Assert.NotEqual(made.Url, second.Url);

        var listed = await team.Ada.Get(hooks).Ok();
        Assert.Equal([made.Id, second.Id], listed.Items.Select(static h => h.Text("id")));
        Assert.DoesNotContain(made.Token, listed.Text, StringComparison.Ordinal);
        Assert.Equal(second.Id, Assert.Single((await team.Ada.Get($"{hooks}?limit=1&after={made.Id}").Ok()).Items).Text("id"));

        foreach (var name in (string?[])[null, "", "\u200b", new('x', 81)]) await team.Ada.Post(hooks, new { name }).Refused(422, "request.invalid");
        await team.Bob.Post(hooks, new { name = "Mine" }).Refused(403, "role.admin-required");
        await team.Bob.Get(hooks).Refused(403, "role.admin-required");
        await team.Bob.Delete($"{hooks}/{made.Id}").Refused(403, "role.admin-required");
        await team.Mallory.Post(hooks, new { name = "Mine" }).Refused(404, "channel.not-found");
        await team.Mallory.Delete($"{hooks}/{made.Id}").Refused(404, "channel.not-found");
        var direct = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        await team.Ada.Post($"channels/{direct}/webhooks", new { name = "Mine" }).Refused(422, "channel.is-direct");
        await team.Ada.Delete($"{hooks}/{made.Id}").Ok(204);
        await team.Ada.Delete($"{hooks}/{made.Id}").Ok(204);
        Assert.Equal(second.Id, Assert.Single((await team.Ada.Get(hooks).Ok()).Items).Text("id"));
    }

    [Fact]
    public async Task One_that_was_removed_takes_nothing_on_any_node_from_the_answer_on()
    {
        var team = await app.Team();
        var there = await app.Another();
        for (var round = 0; round < 10; round++)
        {
            var hook = await team.Hook();
            await team.Bob.At(there).Send(hook, Hello).Says(200, "ok");
            var number = (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber");
            await team.Ada.Delete($"channels/{team.General}/webhooks/{hook.Id}").Ok(204);
            await team.Bob.At(there).Send(hook, Hello).Says(404, "no_service");
            await team.Bob.Send(hook, Hello).Says(404, "no_service");
            Assert.Equal(number, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
        }
    }

    [Fact]
    public async Task What_is_in_flight_while_a_webhook_is_removed_is_there_before_the_answer_or_never()
    {
        var team = await app.Team();
        var there = await app.Another();
        var hook = await team.Hook();
        using var stop = new CancellationTokenSource();
        var sending = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!stop.IsCancellationRequested) await team.Bob.At(there).Send(hook, Hello);
        }));
        await Task.Delay(200);
        await team.Ada.Delete($"channels/{team.General}/webhooks/{hook.Id}").Ok(204);
        var number = (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber");
        await Task.Delay(200);
        await stop.CancelAsync();
        await sending;
        Assert.Equal(number, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
    }

    [Fact]
    public async Task A_token_of_another_place_is_refused_as_one_that_nobody_has()
    {
        var (team, other) = (await app.Team(), await app.Team());
        var (hook, theirs) = (await team.Hook(), await other.Hook());
        var random = await team.Ada.CreateChannel(team.Workspace);
        var places = (string[])[$"{team.Workspace}/{team.General}", $"{team.Workspace}/{random}", $"{other.Workspace}/{team.General}", "x/y", $"{team.Workspace.ToLowerInvariant()}/{team.General}"];
        foreach (var place in places) await team.Bob.Send(theirs, Hello, path: $"/services/{place}/{theirs.Token}").Says(404, "no_service");
        await team.Bob.Send(hook, Hello, path: $"/services/{team.Workspace}/{team.General}/{hook.Token}").Says(200, "ok");
        foreach (var token in (string[])[new('a', 32), hook.Token[..^1] + (hook.Token[^1] == 'a' ? 'b' : 'a'), hook.Token.ToUpperInvariant(), hook.Token + "a", "x", "%00", "%ff", new('x', 5_000)])
            foreach (var path in (string[])["/hooks/", $"/services/{team.Workspace}/{team.General}/"])
            {
                var answer = await team.Bob.Send(hook, Hello, path: path + token);
                Assert.True(answer.Status is 404 or 400, $"{answer.Status} {answer.Text}");
            }

        Assert.Equal(1, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("lastNumber"));
        Assert.Equal(0, (await other.Ada.Get($"channels/{other.General}").Ok()).Body.Long("lastNumber"));
        Assert.Empty(app.Server.Errors);
    }

    [Fact]
    public async Task Its_bot_signs_in_nowhere_and_stays_what_it_is()
    {
        var team = await app.Team();
        var hook = await team.Hook();
        var bot = hook.Body.Text("botUserId");
        await team.Bob.Send(hook, Hello).Says(200, "ok");
        var name = (await team.Ada.Get($"users/{bot}", hook.Position).Ok()).Body;
        Assert.Equal(("Alerts", "bot"), (name.Text("displayName"), name.Text("kind")));
        await team.Ada.Post("auth/login", new { login = name.Text("username"), password = Person.Password }).Refused(401, "auth.wrong-credentials");
        await team.Ada.Patch($"workspaces/{team.Workspace}/members/{bot}", new { role = "admin" }).Refused(409, "app.bot");
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{bot}").Refused(409, "app.bot");
    }

    [Fact]
    public async Task The_secret_is_told_once_and_stands_nowhere()
    {
        await using var database = await TestDatabase.Create();
        using var folder = new DataFolder();
        await using var server = await ServerProcess.Start(folder, database, "--Logging:LogLevel:Default", "Debug");
        var team = await Team.Gather(server);
        var hook = await team.Hook();
        await team.Bob.Send(hook, Hello).Says(200, "ok");
        await team.Bob.Send(hook, "{").Says(400, "invalid_payload");
        await team.Bob.Send(hook, Hello, path: $"{hook.Path}/more").ContinueWith(static _ => { }, TaskScheduler.Default);
        (await team.Bob.WithToken(null).Send(HttpMethod.Get, hook.Path, null)).Ok(405);
        var removed = await team.Ada.Delete($"channels/{team.General}/webhooks/{hook.Id}").Ok(204);

        var log = await team.Ada.Get($"admin/workspaces/{team.Workspace}/audit-log?limit=200", removed.Position).Ok();
        var rows = log.Items.Select(static r => (r.Text("action"), r.Text("target"))).ToList();
        Assert.Contains(("hook.created", hook.Id), rows);
        Assert.Contains(("hook.removed", hook.Id), rows);
        Assert.DoesNotContain("Hash", log.Text, StringComparison.OrdinalIgnoreCase);
        var everything = string.Join('\n', log.Text, await server.Http.GetStringAsync("/metrics"), server.Output, server.Errors, (await team.Bob.Get($"channels/{team.General}/events").Ok()).Text, await database.Dump());
        Assert.DoesNotContain(hook.Token, everything, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(hook.Id, everything, StringComparison.Ordinal);
    }
}
