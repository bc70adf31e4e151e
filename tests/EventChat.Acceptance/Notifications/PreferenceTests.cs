using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Notifications;

public sealed class PreferenceTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task At_first_a_person_is_told_of_what_names_them_and_mailed_once_an_hour()
    {
        var bob = (await app.NewTeam()).Bob;

        var first = await bob.Get("me/preferences").Ok();

        Assert.Equal(
            """{"level":"mentions","keywords":[],"emailDigest":{"enabled":true,"everyMinutes":60},"pushText":true,"workspaces":[],"channels":[]}""", first.Text);
    }

    [Fact]
    public async Task What_was_chosen_is_told_everywhere_and_after_a_restart()
    {
        var team = await app.NewTeam();
        var there = team.At(await app.Another());
        await team.Bob.Put("me/preferences", new
        {
            level = "all", keywords = (string[])["tea"], doNotDisturb = new { from = "22:00", to = "07:30" }, emailDigest = new { enabled = false }, pushText = false,
        }).Ok();
        await team.Bob.Put($"workspaces/{team.Workspace}/preferences", new { level = "nothing" }).Ok();
        await team.Bob.Put($"channels/{team.General}/preferences", new { muted = true, keywords = (string[])["earl grey"] }).Ok();

        var expected = $$"""
            {"level":"all","keywords":["tea"],"doNotDisturb":{"from":"22:00","to":"07:30"},"emailDigest":{"enabled":false},"pushText":false,"workspaces":[{"workspaceId":"{{team.Workspace}}","level":"nothing","keywords":[]}],"channels":[{"workspaceId":"{{team.Workspace}}","channelId":"{{team.General}}","muted":true,"keywords":["earl grey"]}]}
            """;
        foreach (var reader in (Person[])[team.Bob, there.Bob]) Assert.Equal(expected, (await reader.Get("me/preferences").Ok()).Text);

        await team.Bob.Put($"channels/{team.General}/preferences", new { }).Ok();
        await team.Bob.Put("me/preferences", new { }).Ok();
        var after = await there.Bob.Get("me/preferences").Ok();
        Assert.Equal(("mentions", 0), (after.Body.Text("level"), after.Body.GetProperty("channels").GetArrayLength()));
        Assert.Equal(1, after.Body.GetProperty("workspaces").GetArrayLength());
    }

    [Theory]
    [InlineData(400, """{"level":"some"}""")]
    [InlineData(400, """{"level":2}""")]
    [InlineData(400, """{"keywords":"tea"}""")]
    [InlineData(422, """{"keywords":[""]}""")]
    [InlineData(422, """{"keywords":[null]}""")]
    [InlineData(422, """{"doNotDisturb":{"from":"25:00","to":"07:00"}}""")]
    [InlineData(422, """{"doNotDisturb":{"from":"24:00","to":"07:00"}}""")]
    [InlineData(422, """{"doNotDisturb":{"from":"22:60","to":"07:00"}}""")]
    [InlineData(422, """{"doNotDisturb":{"from":"22","to":"07:00"}}""")]
    [InlineData(422, """{"doNotDisturb":{"from":"22:00"}}""")]
    [InlineData(422, """{"doNotDisturb":{"from":"22:00","to":"22:00"}}""")]
    [InlineData(422, """{"emailDigest":{"everyMinutes":0}}""")]
    [InlineData(400, """{"emailDigest":{"everyMinutes":99999999999}}""")]
    public async Task What_cannot_be_chosen_is_refused_and_changes_nothing(int status, string body)
    {
        var bob = (await app.Team()).Bob;
        var before = (await bob.Get("me/preferences").Ok()).Text;

        Assert.Equal(status, (await bob.Put("me/preferences", body)).Status);

        Assert.Equal(before, (await bob.Get("me/preferences").Ok()).Text);
    }

    [Fact]
    public async Task Nobody_chooses_for_places_they_are_not_in()
    {
        var team = await app.NewTeam();
        var cellar = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        var open = await team.Ada.CreateChannel(team.Workspace, "open");

        await team.Bob.Put($"channels/{cellar}/preferences", new { muted = true }).Refused(404, "channel.not-found");
        await team.Bob.Put($"channels/{open}/preferences", new { muted = true }).Refused(403, "channel.not-a-member");
        await team.Mallory.Put($"workspaces/{team.Workspace}/preferences", new { muted = true }).Refused(404, "workspace.not-found");
    }
}
