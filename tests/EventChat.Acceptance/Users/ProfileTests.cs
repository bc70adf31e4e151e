using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Users;

public sealed class ProfileTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_profile_changes_and_messages_show_the_new_name_on_every_node()
    {
        var team = await app.NewTeam();
        var there = team.At(await app.Another());
        await team.Ada.Say(team.General, "Hello");
        await there.Bob.Get($"channels/{team.General}/messages").Ok();

        var changed = await team.Ada.Patch("users/me", new { displayName = "Ada King", avatarUrl = "https://example.org/ada.png", timeZone = "Europe/London" }).Ok();

        Assert.Equal(("Ada King", "https://example.org/ada.png", "Europe/London"), (changed.Body.Text("displayName"), changed.Body.Text("avatarUrl"), changed.Body.Text("timeZone")));
        foreach (var reader in (Person[])[team.Bob, there.Bob])
            await Eventually.True(
                async () => (await reader.Get($"channels/{team.General}/messages", changed.Position).Ok()).Items[0].GetProperty("author").Text("name") == "Ada King",
                TimeSpan.FromSeconds(2), static () => "the old name is shown");
        Assert.Equal("Ada King", (await team.Bob.Get($"users/{team.Ada.Id}").Ok()).Body.Text("displayName"));
    }

    [Theory]
    [InlineData("""{"avatarUrl":"http://example.org/a.png"}""")]
    [InlineData("""{"avatarUrl":"javascript:alert(1)"}""")]
    [InlineData("""{"avatarUrl":"https://user:secret@example.org/"}""")]
    [InlineData("""{"timeZone":"Middle/Earth"}""")]
    [InlineData("""{"timeZone":"../../etc/passwd"}""")]
    [InlineData("""{"displayName":""}""")]
    [InlineData("""{"displayName":"a\nb"}""")]
    public async Task A_profile_that_breaks_a_rule_is_refused(string body) =>
        await (await app.Team()).Bob.Patch("users/me", body).Refused(422, "request.invalid");

    [Fact]
    public async Task What_a_profile_does_not_have_cannot_be_set_with_it()
    {
        var bob = (await app.Team()).Bob;
        var before = await bob.Get("users/me").Ok();

        await bob.Patch("users/me", """{"id":"U00000000000000000000000000","username":"root","email":"root@example.org","role":"owner","deactivated":true}""").Ok();

        Assert.Equal(before.Text, (await bob.Get("users/me").Ok()).Text);
    }

    [Fact]
    public async Task A_status_shows_until_it_is_over_or_taken_away()
    {
        var team = await app.NewTeam();
        var set = await team.Ada.Put("me/status", new { text = "Tea", emoji = "🍵", until = TimeProvider.System.GetUtcNow().AddSeconds(1.5) }).Ok();
        Assert.Equal("Tea", (await team.Bob.Get($"users/{team.Ada.Id}", set.Position).Ok()).Body.GetProperty("status").Text("text"));

        await Eventually.True(async () => !(await team.Bob.Get($"users/{team.Ada.Id}").Ok()).Body.Has("status"), TimeSpan.FromSeconds(4), static () => "it is still there");
        await team.Ada.Put("me/status", new { text = "Tea", until = "2001-01-01T00:00:00Z" }).Refused(422, "user.status-over");
        await team.Ada.Put("me/status", new { text = "Tea" }).Ok();
        Assert.False((await team.Ada.Put("me/status", new { text = "" }).Ok()).Body.Has("status"));
    }

    [Fact]
    public async Task A_stranger_sees_no_profile()
    {
        var team = await app.NewTeam();
        var stranger = await app.Person("Eve");

        await stranger.Get($"users/{team.Ada.Id}").Refused(404, "user.not-found");
        await team.Ada.Get($"users/{stranger.Id}").Refused(404, "user.not-found");
    }

    [Fact]
    public async Task A_closed_account_is_out_at_once_and_nobody_signs_in_to_it()
    {
        var ada = await app.Person("Ada");
        var desk = await ada.SignIn();
        await ada.Post("users/me/deactivate", new { password = "not this one" }).Refused(403, "auth.wrong-password");

        await ada.Post("users/me/deactivate", new { password = Person.Password }).Ok(204);

        foreach (var session in (Person[])[ada, desk]) await session.Get("users/me").Refused(401, "auth.required");
        await ada.WithToken(null).Post("auth/login", new { login = ada.Username, password = Person.Password }).Refused(401, "auth.wrong-credentials");
        await ada.WithToken(null).Post("auth/refresh", new { refreshToken = desk.RefreshToken }).Refused(401, "auth.refresh-refused");
    }

    [Fact]
    public async Task The_last_owner_of_a_workspace_stays_until_somebody_else_who_can_sign_in_owns_it()
    {
        var team = await app.NewTeam();
        var beside = await team.Bob.CreateWorkspace();

        Assert.Contains(team.Workspace, (await Close(team.Ada).Refused(409, "user.last-owner")).Body.Text("detail"), StringComparison.Ordinal);
        await team.Ada.Get("users/me").Ok();
        await team.Ada.Patch($"workspaces/{team.Workspace}/members/{team.Bob.Id}", new { role = "owner" }).Ok();
        await Close(team.Ada).Ok(204);

        await team.Bob.Patch($"workspaces/{team.Workspace}/members/{team.Bob.Id}", new { role = "admin" }).Refused(409, "workspace.last-owner");
        await team.Bob.Patch($"workspaces/{team.Workspace}/members/{team.Ada.Id}", new { role = "owner" }).Refused(409, "user.account-closed");
        await team.Bob.Post($"workspaces/{team.Workspace}/transfer", new { userId = team.Ada.Id }).Refused(409, "user.account-closed");
        var detail = (await Close(team.Bob).Refused(409, "user.last-owner")).Body.Text("detail");
        Assert.All((string[])[team.Workspace, beside], id => Assert.Contains(id, detail, StringComparison.Ordinal));
        foreach (var id in (string[])[team.Workspace, beside]) await team.Bob.Delete($"workspaces/{id}").Ok(204);
        await Close(team.Bob).Ok(204);
    }

    [Fact]
    public async Task Of_two_owners_who_close_their_accounts_at_once_on_two_nodes_one_stays()
    {
        var team = await app.NewTeam();
        await team.Ada.Patch($"workspaces/{team.Workspace}/members/{team.Bob.Id}", new { role = "owner" }).Ok();
        var there = team.At(await app.Another());

        var answers = await Task.WhenAll(Close(team.Ada), Close(there.Bob));

        Assert.Equal([204, 409], answers.Select(static a => a.Status).Order());
    }

    private static Task<Answer> Close(Person person) => person.Post("users/me/deactivate", new { password = Person.Password });

    [Theory]
    [InlineData("rnallory", "mallory")]
    [InlineData("paypa1", "paypal")]
    [InlineData("Alice0", "ALICEO")]
    public async Task Usernames_that_look_alike_are_one(string first, string second)
    {
        var nobody = new Person(app.Server.Http, "", "", "", null);
        await nobody.Post("auth/register", new { email = $"{first}@1.example", username = first, displayName = first, password = Person.Password }).Ok(201);

        await nobody.Post("auth/register", new { email = $"{first}@2.example", username = second, displayName = second, password = Person.Password })
            .Refused(409, "user.username-taken");
        await nobody.Post("auth/login", new { login = second, password = Person.Password }).Refused(401, "auth.wrong-credentials");
        await nobody.Post("auth/login", new { login = first, password = Person.Password }).Ok();
    }
}
