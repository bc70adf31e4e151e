using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Invites;

public sealed class InviteTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Who_brings_the_code_comes_into_the_workspace_and_its_channels()
    {
        var team = await app.Team();
        var board = await team.Ada.CreateChannel(team.Workspace, "board", "private");
        var invite = await Invite(team, new { role = "guest", maxUses = 5, channelIds = new[] { board, team.General } });
        Assert.Equal(("guest", 5, 0), (invite.Body.Text("role"), invite.Body.Long("maxUses"), invite.Body.Long("uses")));
        Assert.InRange(invite.Body.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7.1));

        var accepted = await team.Mallory.Post(Accept(invite)).Ok();

        Assert.Equal((team.Workspace, "guest"), (accepted.Id, accepted.Body.Text("role")));
        await team.Mallory.Say(board, "Hello");
        await team.Mallory.Say(team.General, "Hello");
        Assert.Contains((await team.Mallory.Get("workspaces", accepted.Position).Ok()).Items, w => w.Text("id") == team.Workspace);
        Assert.Equal(accepted.Text, (await team.Mallory.Post(Accept(invite)).Ok()).Text);
        var listed = Assert.Single((await List(team, accepted.Position)).Items);
        Assert.Equal((invite.Id, 1), (listed.Text("id"), listed.Long("uses")));
    }

    [Fact]
    public async Task Who_comes_by_an_invite_is_in_the_default_channels_unless_they_are_a_guest_or_have_left_them()
    {
        var team = await app.Team();
        var guest = await app.Person("Gus");
        var lobby = await team.Ada.CreateChannel(team.Workspace);
        await team.Ada.Patch($"workspaces/{team.Workspace}", new { defaultChannelIds = new[] { team.General } }).Ok();
        var invite = await Invite(team, new { });

        var accepted = await team.Mallory.Post(Accept(invite)).Ok();
        await guest.Post(Accept(await Invite(team, new { role = "guest", channelIds = new[] { lobby } }))).Ok();

        Assert.Contains((await team.Ada.Get($"channels/{team.General}/members", accepted.Position).Ok()).Items, m => m.Text("id") == team.Mallory.Id);
        await team.Mallory.Say(team.General, "Hello");
        await guest.Get($"channels/{team.General}").Refused(404, "channel.not-found");
        await team.Mallory.Post($"channels/{team.General}/leave").Ok(204);
        await team.Mallory.Post(Accept(invite)).Ok();
        await team.Mallory.Post($"channels/{team.General}/messages", new { text = "Hello" }).Refused(403, "channel.not-a-member");
    }

    [Fact]
    public async Task The_code_is_shown_once()
    {
        var team = await app.Team();
        var invite = await Invite(team, new { email = "Somebody@Example.org" });
        var code = invite.Body.Text("code");

        Assert.DoesNotContain(code, (await List(team, invite.Position)).Text);
        await using var database = Npgsql.NpgsqlDataSource.Create(app.ConnectionString);
        foreach (var table in (string[])["events", "readmodels.mt_doc_inviteview", "readmodels.mt_doc_channelview"])
        {
            await using var find = database.CreateCommand($"select count(*) from {table} t where t::text like $1 or t::text like $2");
            find.Parameters.Add(new() { Value = $"%{code}%" });
            find.Parameters.Add(new() { Value = $"%{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(code))}%" });
            Assert.Equal(0L, await find.ExecuteScalarAsync());
        }
    }

    [Fact]
    public async Task A_repeat_under_a_key_is_told_the_same_code_and_another_body_is_refused()
    {
        var team = await app.Team();
        var path = $"workspaces/{team.Workspace}/invites";
        var first = await team.Ada.Post(path, new { maxUses = 2 }, key: "k").Ok(201);

        Assert.Equal(first.Text, (await team.Ada.Post(path, new { maxUses = 2 }, key: "k").Ok(201)).Text);
        Assert.Equal(first.Text, (await team.At(await app.Another()).Ada.Post(path, new { maxUses = 2 }, key: "k").Ok(201)).Text);
        await team.Ada.Post(path, new { maxUses = 3 }, key: "k").Refused(422, "idempotency.key-reused");
        Assert.NotEqual(first.Body.Text("code"), (await team.Ada.Post(path, new { maxUses = 2 }, key: "l").Ok(201)).Body.Text("code"));
    }

    [Fact]
    public async Task What_does_not_count_answers_the_same_whyever_it_does_not()
    {
        var team = await app.Team();
        var (revoked, used, addressed) = (await Invite(team, new { }), await Invite(team, new { maxUses = 1 }), await Invite(team, new { email = "someone@example.org" }));
        var expired = await Invite(team, new { expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(1) });
        await team.Ada.Delete($"invites/{revoked.Id}").Ok(204);
        await team.Ada.Delete($"invites/{revoked.Id}").Ok(204);
        await (await app.Person("Charles")).Post(Accept(used)).Ok();
        await Task.Delay(1_100);

        Answer[] answers =
        [
            await team.Mallory.Post(Accept(revoked)), await team.Mallory.Post(Accept(used)), await team.Mallory.Post(Accept(addressed)),
            await team.Mallory.Post(Accept(expired)), await team.Mallory.Post("invites/nonsense/accept"), await team.Mallory.Post($"invites/{new string('A', 43)}/accept"),
        ];

        Assert.All(answers, answer => Assert.Equal(answers[0].Text, answer.Refused(404, "invite.not-found").Text));
        Assert.Equal([addressed.Id], (await List(team, (await team.Ada.Say(team.General, "…")).Position)).Items.Select(static i => i.Text("id")));
    }

    [Fact]
    public async Task An_address_is_compared_without_its_case()
    {
        var (team, charles) = (await app.Team(), await app.Person("Charles"));
        var invite = await Invite(team, new { email = $"{charles.Username}@EXAMPLE.org" });

        await charles.Post(Accept(invite)).Ok();
        await charles.Get($"workspaces/{team.Workspace}").Ok();
    }

    [Fact]
    public async Task Of_fifty_at_once_ten_come_in()
    {
        var team = await app.Team();
        var other = await app.Another();
        var crowd = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.Person("Guest")));
        var invite = await Invite(team, new { maxUses = 10 });

        var answers = await Task.WhenAll(crowd.Select((p, i) => (i % 2 == 0 ? p : p.At(other)).Post(Accept(invite))));

        Assert.Equal(10, answers.Count(static a => a.Status == 200));
        Assert.All(answers.Where(static a => a.Status != 200), static a => a.Refused(404, "invite.not-found"));
        Assert.Equal(12, (await team.Ada.Get($"workspaces/{team.Workspace}/members", answers.Where(static a => a.Status == 200).Max(static a => a.Position)).Ok()).Items.Count);
    }

    [Fact]
    public async Task Only_admins_have_to_do_with_invites()
    {
        var team = await app.Team();
        var (path, invite) = ($"workspaces/{team.Workspace}/invites", await Invite(team, new { }));
        var secret = await team.Bob.CreateChannel(team.Workspace, "secret", "private");

        await team.Bob.Post(path, new { }).Refused(403, "role.admin-required");
        await team.Bob.Get(path).Refused(403, "role.admin-required");
        await team.Bob.Delete($"invites/{invite.Id}").Refused(403, "role.admin-required");
        await team.Mallory.Post(path, new { }).Refused(404, "workspace.not-found");
        await team.Mallory.Get(path).Refused(404, "workspace.not-found");
        await team.Mallory.Delete($"invites/{invite.Id}").Refused(404, "invite.not-found");
        await team.Ada.Delete("invites/I00000000000000000000000000").Refused(404, "invite.not-found");
        await team.Ada.Post(path, new { role = "guest" }).Refused(422, "invite.guest-without-channels");
        await team.Ada.Post(path, new { channelIds = new[] { secret } }).Refused(404, "channel.not-found");
        await team.Ada.Post(path, new { expiresAt = TimeProvider.System.GetUtcNow().AddDays(366) }).Refused(422, "invite.life-out-of-range");
        foreach (var body in (object[])[new { maxUses = 0 }, new { maxUses = 100_001 }, new { email = "nobody" }]) await team.Ada.Post(path, body).Refused(422, "request.invalid");
    }

    private static Task<Answer> Invite(Team team, object terms) => team.Ada.Post($"workspaces/{team.Workspace}/invites", terms).Ok(201);

    private static Task<Answer> List(Team team, long atLeast) => team.Ada.Get($"workspaces/{team.Workspace}/invites", atLeast).Ok();

    private static string Accept(Answer invite) => $"invites/{invite.Body.Text("code")}/accept";
}
