using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Compliance;

/// <summary>Rules of retention and their dry run, over REST.</summary>
public sealed class RetentionTests(App app) : IClassFixture<App>
{
    private const string Later = "2999-01-01T00:00:00Z";

    [Fact]
    public async Task Rules_are_kept_and_where_they_clash_the_longest_wins_and_the_answer_says_so()
    {
        var team = await Team();
        var set = await team.Bob.Put(Path(team), new { rules = new object[] { new { channelIds = new[] { team.General }, days = 30 }, new { kind = "public", days = 90, keepPinned = true } }, reason = "Law" }).Ok();

        Assert.Equal([30, 90], set.Body.GetProperty("rules").EnumerateArray().Select(static r => r.Long("days")));
        var clash = set.Body.GetProperty("clashes").EnumerateArray().Single();
        Assert.Equal((team.General, "public", 1), (clash.Text("channelId"), clash.Text("kind"), clash.Long("wins")));
        Assert.Equal(set.Text, (await team.Bob.Get(Path(team)).Ok()).Text);
        Assert.Equal(set.Text, (await team.Bob.Put(Path(team), new { rules = new object[] { new { channelIds = new[] { team.General }, days = 30 }, new { kind = "public", days = 90, keepPinned = true } } }).Ok()).Text);
        Assert.Empty((await team.Bob.Put(Path(team), new { rules = Array.Empty<object>() }).Ok()).Body.GetProperty("rules").EnumerateArray());
    }

    [Fact]
    public async Task A_dry_run_lists_what_would_go_and_what_is_kept_and_why()
    {
        var team = await Team();
        for (var n = 1; n <= 5; n++) await (n < 4 ? team.Ada : team.Bob).Say(team.General, $"{n}");
        await team.Ada.Put($"channels/{team.General}/pins/2").Ok(204);
        var cellar = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        var last = await team.Ada.Say(cellar, "Kept for ever");
        var hold = await team.Bob.Post($"compliance/workspaces/{team.Workspace}/holds", new { name = "Case 7", userIds = new[] { team.Bob.Id } }).Ok(201);
        await team.Bob.Put(Path(team), new { rules = new object[] { new { days = 30, keepPinned = true }, new { channelIds = new[] { cellar } } } }).Ok();

        Assert.Empty((await DryRun(team, new { })).Items);
        var run = await DryRun(team, new { at = Later });
        Assert.Equal((0, 6), (run.Body.Long("going"), run.Body.Long("kept")));
        var general = run.Items.Single(p => p.Text("channelId") == team.General);
        var kept = general.GetProperty("kept").EnumerateArray().ToDictionary(static k => k.Text("why"));
        Assert.Equal([(1L, 1L), (3L, 3L)], kept["same-month"].GetProperty("numbers").EnumerateArray().Select(static r => (r.Long("from"), r.Long("to"))));
        Assert.Equal((1, 2, hold.Id), (kept["pinned"].Long("count"), kept["hold"].Long("count"), kept["hold"].GetProperty("holdIds")[0].GetString()!));
        Assert.Equal("longer-rule", run.Items.Single(p => p.Text("channelId") == cellar).GetProperty("kept")[0].Text("why"));

        await team.Bob.Delete($"compliance/holds/{hold.Id}").Ok(204);
        await team.Ada.Delete($"channels/{team.General}/pins/2").Ok(204);
        var free = await DryRun(team, new { at = Later });
        Assert.Equal((5, 1), (free.Body.Long("going"), free.Body.Long("kept")));
        Assert.Equal([(1L, 5L)], free.Items.Single(p => p.Text("channelId") == team.General).GetProperty("numbers").EnumerateArray().Select(static r => (r.Long("from"), r.Long("to"))));
        Assert.Equal(6, (await DryRun(team, new { at = Later, rules = new[] { new { days = 1 } } })).Body.Long("going"));
        Assert.Equal(5, (await team.Bob.Get($"channels/{team.General}/messages", last.Position).Ok()).Items.Count);
    }

    [Fact]
    public async Task A_dry_run_goes_through_the_channels_page_by_page()
    {
        var team = await Team();
        await team.Ada.Say(team.General, "1");
        var cellar = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        var said = await team.Ada.Say(cellar, "2");
        await team.Ada.Get($"channels/{cellar}/messages", said.Position).Ok();
        await Eventually.True(async () => (await team.Ada.Get($"workspaces/{team.Workspace}/channels", said.Position).Ok()).Items.Count == 2, TimeSpan.FromSeconds(30), static () => "no channels");

        List<string> channels = [];
        for (var next = (string?)""; next is not null;)
        {
            var page = await team.Bob.Post($"{Path(team)}/dry-run?limit=1{(next.Length > 0 ? $"&after={next}" : "")}", new { at = Later, rules = new[] { new { days = 1 } } }).Ok();
            channels.AddRange(page.Items.Select(static p => p.Text("channelId")));
            next = page.Next;
        }

        Assert.Equal(new[] { team.General, cellar }.Order(StringComparer.Ordinal), channels);
    }

    [Fact]
    public async Task Bad_rules_are_refused_with_a_code_each_and_nobody_else_sets_any()
    {
        var team = await Team();
        var other = await team.Bob.CreateChannel(await team.Bob.CreateWorkspace());

        await Set(new { }).Refused(422, "request.invalid");
        await Set(new { rules = new object?[] { null } }).Refused(422, "request.invalid");
        await Set(new { rules = new[] { new { days = 0 } } }).Refused(422, "retention.days-out-of-range");
        await Set(new { rules = new[] { new { days = 36501 } } }).Refused(422, "retention.days-out-of-range");
        await Set(new { rules = new[] { new { channelIds = new[] { other }, days = 1 } } }).Refused(422, "retention.unknown-channel");
        await Set(new { rules = new[] { new { kind = "secret", days = 1 } } }).Refused(400, "request.malformed-json");
        await Set(new { rules = Enumerable.Repeat(new { days = 1 }, 101) }).Refused(422, "retention.too-many-rules");
        foreach (var person in (Person[])[team.Ada, team.Mallory])
        {
            var (status, code) = person == team.Ada ? (403, "compliance.officers-only") : (404, "workspace.not-found");
            await person.Get(Path(team)).Refused(status, code);
            await person.Put(Path(team), new { rules = new[] { new { days = 1 } } }).Refused(status, code);
            await person.Post($"{Path(team)}/dry-run", new { }).Refused(status, code);
        }

        Task<Answer> Set(object body) => team.Bob.Put(Path(team), body);
    }

    private static string Path(Team team) => $"compliance/workspaces/{team.Workspace}/retention";

    private static Task<Answer> DryRun(Team team, object body) => team.Bob.Post($"{Path(team)}/dry-run", body).Ok();

    /// <summary>Bob is the officer.</summary>
    private async Task<Team> Team()
    {
        var team = await app.Team();
        await team.Appoint(team.Bob);
        return team;
    }
}
