using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Inbox;

public sealed class SavedTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task What_a_person_saves_is_theirs_newest_first()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "One");
        await team.Ada.Say(team.General, "Two");
        await team.Bob.Put($"me/saved/{team.General}/2").Ok(204);
        var last = await team.Bob.Put($"me/saved/{team.General}/1").Ok(204);
        await team.Bob.Put($"me/saved/{team.General}/2").Ok(204);

        var saved = (await team.Bob.Get("me/saved", last.Position).Ok()).Items;

        Assert.Equal(["One", "Two"], saved.Select(static s => s.GetProperty("message").Text("text")));
        Assert.All(saved, static s => Assert.True(s.Has("savedAt")));
        Assert.Empty((await team.Ada.Get("me/saved", last.Position).Ok()).Items);
        var gone = await team.Bob.Delete($"me/saved/{team.General}/1").Ok(204);
        await team.Bob.Delete($"me/saved/{team.General}/1").Ok(204);
        Assert.Equal(["Two"], (await team.Bob.Get("me/saved", gone.Position).Ok()).Items.Select(static s => s.GetProperty("message").Text("text")));
    }

    [Fact]
    public async Task What_is_saved_on_one_device_is_told_to_the_others_and_to_nobody_else()
    {
        var team = await app.NewTeam();
        await using var phone = await HubClient.Connect(team.Bob);
        await using var desk = await HubClient.Connect(await team.Bob.SignIn());
        await using var ada = await HubClient.Connect(team.Ada);
        await team.Ada.Say(team.General, "One");
        await team.Bob.Put($"me/saved/{team.General}/1").Ok(204);
        await team.Bob.Delete($"me/saved/{team.General}/1").Ok(204);

        foreach (var device in (HubClient[])[phone, desk])
        {
            await device.Until(static hub => hub.Called("SavedChanged").Count >= 2);
            Assert.Equal(
                [(team.General, 1, true, true), (team.General, 1, false, false)],
                device.Called("SavedChanged").Select(static c => (c.Text("channelId"), c.Long("number"), c.GetProperty("saved").GetBoolean(), c.Has("savedAt"))));
        }

        await ada.UntilPosition((await team.Ada.Say(team.General, "Two")).Position);
        Assert.Empty(ada.Called("SavedChanged"));
    }

    [Fact]
    public async Task Many_come_in_pages()
    {
        var team = await app.NewTeam();
        for (var n = 1; n <= 5; n++) await team.Ada.Say(team.General, $"{n}");
        var position = 0L;
        for (var n = 1; n <= 5; n++) position = (await team.Bob.Put($"me/saved/{team.General}/{n}").Ok(204)).Position;

        List<string> read = [];
        for (var next = (string?)""; next is not null;)
        {
            var page = await team.Bob.Get($"me/saved?limit=2{(next.Length > 0 ? $"&before={next}" : "")}", position).Ok();
            read.AddRange(page.Items.Select(static s => s.GetProperty("message").Text("text")));
            next = page.Next;
        }

        Assert.Equal(["5", "4", "3", "2", "1"], read);
    }

    [Fact]
    public async Task What_may_no_longer_be_read_is_not_shown_and_can_be_let_go()
    {
        var team = await app.NewTeam();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Add(team.Bob, cellar);
        await team.Ada.Say(cellar, "Psst");
        var saved = await team.Bob.Put($"me/saved/{cellar}/1").Ok(204);
        Assert.Single((await team.Bob.Get("me/saved", saved.Position).Ok()).Items);

        await team.Ada.Delete($"channels/{cellar}/members/{team.Bob.Id}").Ok(204);

        Assert.Equal("""{"items":[],"next":null}""", (await team.Bob.Get("me/saved").Ok()).Text);
        await team.Add(team.Bob, cellar);
        Assert.Single((await team.Bob.Get("me/saved").Ok()).Items);
        await team.Ada.Delete($"channels/{cellar}/members/{team.Bob.Id}").Ok(204);
        await team.Bob.Delete($"me/saved/{cellar}/1").Ok(204);
        await team.Bob.Delete($"me/saved/{cellar}/1").Refused(404, "channel.not-found");
        await team.Bob.Put($"me/saved/{cellar}/1").Refused(404, "channel.not-found");
    }

    [Fact]
    public async Task What_was_deleted_is_a_tombstone()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "The combination is 4711");
        await team.Bob.Put($"me/saved/{team.General}/1").Ok(204);
        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        var saved = Assert.Single((await team.Bob.Get("me/saved", deleted.Position).Ok()).Items).GetProperty("message");

        Assert.Equal("", saved.Text("text"));
        Assert.True(saved.Has("deletedAt"));
        await team.Ada.Put($"me/saved/{team.General}/1").Refused(409, "message.deleted");
        await team.Ada.Put($"me/saved/{team.General}/2").Refused(404, "message.not-found");
        await team.Ada.Get("me/saved?before=x").Refused(422, "page.invalid-cursor");
    }
}
