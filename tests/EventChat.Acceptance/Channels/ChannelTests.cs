using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Channels;

public sealed class ChannelTests(App app) : IClassFixture<App>
{
    private const string Unknown = "C00000000000000000000000000";

    [Fact]
    public async Task Who_makes_a_channel_is_its_first_member()
    {
        var team = await app.Team();

        var made = await team.Bob.Post($"workspaces/{team.Workspace}/channels", new { name = "looms", topic = "Cards", purpose = "Jacquard" }).Ok(201);

        Assert.Equal($"/api/v1/channels/{made.Id}", made.Headers["Location"]);
        Assert.Equal(("looms", "public", "Cards", "Jacquard"), (made.Body.Text("name"), made.Body.Text("kind"), made.Body.Text("topic"), made.Body.Text("purpose")));
        Assert.Equal((1, 0), (made.Body.Long("memberCount"), made.Body.Long("lastNumber")));
        Assert.Equal(made.Text, (await team.Ada.Get($"channels/{made.Id}").Ok()).Text);
        Assert.Equal([team.Bob.Id], (await team.Ada.Get($"channels/{made.Id}/members", made.Position).Ok()).Items.Select(static m => m.Text("id")));
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_gets_the_same_channel()
    {
        var team = await app.Team();
        var (path, body) = ($"workspaces/{team.Workspace}/channels", new { name = "once", kind = "private" });

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => team.Ada.Post(path, body, "key").Ok(201)));

        Assert.Single(answers.Select(static a => (a.Text, a.Position)).Distinct());
        await team.Ada.Post(path, new { name = "twice", kind = "private" }, "key").Refused(422, "idempotency.key-reused");
        await team.Ada.Post(path, new { name = "once", kind = "public" }, "key").Refused(422, "idempotency.key-reused");
        Assert.NotEqual(answers[0].Id, (await team.Bob.Post(path, body, "key").Ok(201)).Id);
        await team.Ada.Post(path, body, "").Refused(422, "idempotency.invalid-key");
    }

    [Fact]
    public async Task A_channel_is_renamed_described_archived_and_brought_back()
    {
        var team = await app.Team();
        var channel = await team.Ada.CreateChannel(team.Workspace, "before");

        var changed = await team.Ada.Patch($"channels/{channel}", new { name = "after", topic = "T", purpose = "P" }).Ok();
        Assert.Equal(("after", "T", "P"), (changed.Body.Text("name"), changed.Body.Text("topic"), changed.Body.Text("purpose")));
        Assert.Equal("T", (await team.Ada.Patch($"channels/{channel}", new { purpose = "" }).Ok()).Body.Text("topic"));

        Assert.True((await team.Ada.Post($"channels/{channel}/archive").Ok()).Body.GetProperty("isArchived").GetBoolean());
        await team.Ada.Post($"channels/{channel}/messages", new { text = "Too late" }).Refused(409, "channel.archived");
        await team.Ada.Patch($"channels/{channel}", new { topic = "Too late" }).Refused(409, "channel.archived");
        await team.Bob.Post($"channels/{channel}/join").Refused(409, "channel.archived");
        await team.Ada.Get($"channels/{channel}/messages").Ok();

        Assert.False((await team.Ada.Post($"channels/{channel}/unarchive").Ok()).Body.GetProperty("isArchived").GetBoolean());
        await team.Ada.Say(channel, "Back again");
    }

    [Fact]
    public async Task A_change_that_changes_nothing_records_nothing()
    {
        var team = await app.Team();
        var before = (await team.Ada.Patch($"channels/{team.General}", new { topic = "T" }).Ok()).Body.Long("version");

        await team.Ada.Patch($"channels/{team.General}", new { name = "General", topic = "T", purpose = "" }).Ok();
        await team.Ada.Post($"channels/{team.General}/unarchive").Ok();
        await team.Bob.Post($"channels/{team.General}/join").Ok();

        Assert.Equal(before, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version"));
    }

    [Fact]
    public async Task A_name_can_be_had_once_in_a_workspace_whatever_its_case_and_is_free_after_a_rename()
    {
        var team = await app.Team();
        var path = $"workspaces/{team.Workspace}/channels";

        await team.Bob.Post(path, new { name = "GENERAL" }).Refused(409, "channel.name-taken");
        var other = await team.Ada.CreateChannel(team.Workspace, "other");
        await team.Ada.Patch($"channels/{other}", new { name = "generaL" }).Refused(409, "channel.name-taken");

        await team.Ada.Patch($"channels/{team.General}", new { name = "GENERAL" }).Ok();
        await team.Ada.Patch($"channels/{team.General}", new { name = "Lobby" }).Ok();
        await team.Bob.Post(path, new { name = "lobby" }).Refused(409, "channel.name-taken");
        await team.Bob.Post(path, new { name = "general" }).Ok(201);
        var cafe = await team.Ada.CreateChannel(team.Workspace, "cafe\u0301");
        await team.Bob.Post(path, new { name = "Caf\u00e9" }).Refused(409, "channel.name-taken");
        await team.Ada.Post($"channels/{team.General}/messages", new { text = "Meet at #cafe\u0301" }).Ok(201);
        var met = await team.Ada.Say(team.General, "Meet at #caf\u00e9");
        Assert.All((await team.Bob.Get($"channels/{team.General}/messages", met.Position).Ok()).Items, m => Assert.Equal(cafe, m.GetProperty("entities")[0].Text("channelId")));

        var elsewhere = await team.Ada.CreateWorkspace();
        await team.Ada.CreateChannel(elsewhere, "Lobby");
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_one_gets_it()
    {
        var team = await app.Team();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            (n % 2 == 0 ? team.Ada : team.Bob).Post($"workspaces/{team.Workspace}/channels", new { name = "wanted" })));

        Assert.Single(answers, static a => a.Status == 201);
        Assert.All(answers.Where(static a => a.Status != 201), static a => a.Refused(409, "channel.name-taken"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200b\u202e")]
    [InlineData("two\nlines")]
    [InlineData(null)]
    public async Task A_name_that_breaks_its_rule_is_refused(string? name)
    {
        var team = await app.Team();
        await team.Ada.Post($"workspaces/{team.Workspace}/channels", new { name }).Refused(422, "request.invalid");
        if (name is not null) await team.Ada.Patch($"channels/{team.General}", new { name }).Refused(422, "request.invalid");
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var team = await app.Team();

        await team.Ada.Get($"channels/{Unknown}").Refused(404, "channel.not-found");
        await team.Ada.Patch($"channels/{Unknown}", new { name = "x" }).Refused(404, "channel.not-found");
        await team.Ada.Post($"channels/{Unknown}/archive").Refused(404, "channel.not-found");
        await team.Ada.Post($"channels/{Unknown}/join").Refused(404, "channel.not-found");
        await team.Ada.Post($"channels/{Unknown}/messages", new { text = "Hello" }).Refused(404, "channel.not-found");
        await team.Ada.Get("workspaces/W00000000000000000000000000/channels").Refused(404, "workspace.not-found");
    }

    [Fact]
    public async Task Renames_at_once_leave_one_name_taken_and_the_others_free()
    {
        var team = await app.Team();
        var there = team.At(await app.Another());
        var drawn = Guid.CreateVersion7().ToString("N")[20..];
        for (var round = 0; round < 5; round++)
        {
            string[] names = [$"a-{drawn}-{round}", $"b-{drawn}-{round}", $"c-{drawn}-{round}"];
            var channel = await team.Ada.CreateChannel(team.Workspace, names[0]);

            await Task.WhenAll(Enumerable.Range(0, 9).Select(n => (n % 2 == 0 ? team : there).Ada.Patch($"channels/{channel}", new { name = names[n % 3] }).Ok()));

            var current = (await team.Ada.Get($"channels/{channel}").Ok()).Body.Text("name");
            foreach (var name in names)
            {
                var answer = await team.Ada.Post($"workspaces/{team.Workspace}/channels", new { name });
                Assert.True(answer.Status == (name == current ? 409 : 201), $"'{name}' while the channel is '{current}': {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task A_repeated_creation_shows_nothing_to_somebody_who_was_removed_since()
    {
        var team = await app.NewTeam();
        var key = Guid.CreateVersion7().ToString();
        await team.Hire(team.Mallory, "admin");
        var made = await team.Mallory.Post($"workspaces/{team.Workspace}/channels", new { name = "cellar", kind = "private" }, key).Ok(201);
        await team.Mallory.Put($"channels/{made.Id}/members/{team.Ada.Id}").Ok();
        await team.Ada.Delete($"channels/{made.Id}/members/{team.Mallory.Id}").Ok(204);

        await team.Mallory.Post($"workspaces/{team.Workspace}/channels", new { name = "cellar", kind = "private" }, key).Refused(404, "channel.not-found");
    }
}
