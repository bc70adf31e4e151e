using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class ForwardTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_message_is_shown_in_another_channel_to_those_who_cannot_see_its_own()
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, "the-cellar", "private");
        var said = await team.Ada.Say(cellar, "Psst");

        var shown = await team.Ada.Post($"channels/{cellar}/messages/1/forward", new { channelId = team.General, text = "Hear hear" }).Ok(201);

        var read = await team.Bob.Get($"channels/{team.General}/messages/1", shown.Position).Ok();
        var forwarded = read.Body.GetProperty("forwarded");
        Assert.Equal(shown.Text, read.Text);
        Assert.Equal(("Hear hear", team.General), (read.Body.Text("text"), read.Body.Text("channelId")));
        Assert.Equal("Psst", forwarded.Text("text"));
        Assert.Equal((team.Ada.Id, "Ada", said.Body.Text("sentAt")), (forwarded.GetProperty("author").Text("id"), forwarded.GetProperty("author").Text("name"), forwarded.Text("sentAt")));
        await team.Bob.Get($"channels/{cellar}/messages/1").Refused(404, "channel.not-found");
    }

    [Fact]
    public async Task Of_a_private_channel_its_copies_tell_nothing()
    {
        var team = await app.Team();
        var (cellar, lounge) = (await team.Ada.CreateChannel(team.Workspace, "the-cellar", "private"), await team.Ada.CreateChannel(team.Workspace));
        await using var bob = await HubClient.Connect(team.Bob);
        await team.Ada.Say(cellar, "Psst, this is of #the-cellar");
        await team.Ada.Post($"channels/{cellar}/messages/1/forward", new { channelId = cellar }).Ok(201);
        await team.Bob.Say(team.General, "Hello");
        foreach (var (from, to) in ((string, string)[])[($"{cellar}/messages/1", team.General), ($"{cellar}/messages/2", team.General), ($"{team.General}/messages/2", lounge)])
            await team.Ada.Post($"channels/{from}/forward", new { channelId = to, text = to == lounge ? "" : $"Psst, @{team.Bob.Username}" }).Ok(201);
        var last = await team.Ada.Post($"channels/{team.General}/messages/1/forward", new { channelId = lounge }).Ok(201);
        var over = await team.Ada.Say(team.General, "That was all");

        await bob.UntilPosition(over.Position);
        foreach (var shown in await Task.WhenAll(
            team.Bob.Get($"channels/{team.General}/messages", last.Position).Ok(), team.Bob.Get($"channels/{lounge}/messages", last.Position).Ok(),
            team.Bob.Get($"channels/{team.General}/events").Ok(), team.Bob.Get($"channels/{lounge}/events").Ok(),
            team.Bob.Get($"workspaces/{team.Workspace}/search?q=psst", last.Position).Ok(), team.Bob.Get("me/notifications", last.Position).Ok()))
        {
            Assert.Contains("Psst", shown.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(cellar, shown.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(bob.In(team.General), e => e.Data.GetRawText().Contains(cellar, StringComparison.Ordinal));
        Assert.DoesNotContain(cellar, (await bob.Resume(team.General, 2)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(team.General, last.Body.GetProperty("forwarded").Text("channelId"));
        Assert.Equal(cellar, (await team.Ada.Get($"channels/{cellar}/messages/2", last.Position).Ok()).Body.GetProperty("forwarded").Text("channelId"));
    }

    [Fact]
    public async Task The_copy_stays_as_it_was_whatever_becomes_of_the_source()
    {
        var team = await app.Team();
        var lounge = await team.Ada.CreateChannel(team.Workspace);
        await team.Ada.Say(team.General, "Helo");
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Hello" }).Ok();
        await team.Ada.Post($"channels/{team.General}/messages/1/forward", new { channelId = lounge }).Ok(201);
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Goodbye" }).Ok();
        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        Assert.Equal("Hello", (await team.Ada.Get($"channels/{lounge}/messages/1", deleted.Position).Ok()).Body.GetProperty("forwarded").Text("text"));
        await team.Ada.Post($"channels/{team.General}/messages/1/forward", new { channelId = lounge }).Refused(409, "message.deleted");
        var gone = await team.Ada.Delete($"channels/{lounge}/messages/1").Ok(204);
        Assert.DoesNotContain("Hello", (await team.Ada.Get($"channels/{lounge}/messages", gone.Position).Ok()).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Hello", (await team.Ada.Get($"channels/{lounge}/events").Ok()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_without_words_of_its_own_is_passed_on_as_what_it_shows()
    {
        var team = await app.Team();
        var lounge = await team.Ada.CreateChannel(team.Workspace);
        await team.Bob.Say(team.General, "Hello");
        await team.Ada.Post($"channels/{team.General}/messages/1/forward", new { channelId = lounge }).Ok(201);

        var again = await team.Ada.Post($"channels/{lounge}/messages/1/forward", new { channelId = team.General }).Ok(201);

        var forwarded = again.Body.GetProperty("forwarded");
        Assert.Equal(("Hello", team.Bob.Id, team.General), (forwarded.Text("text"), forwarded.GetProperty("author").Text("id"), forwarded.Text("channelId")));
    }

    [Fact]
    public async Task A_repeat_under_a_key_is_the_first_one()
    {
        var team = await app.Team();
        var lounge = await team.Ada.CreateChannel(team.Workspace);
        await team.Ada.Say(team.General, "Hello");
        await team.Ada.Say(team.General, "Hello again");
        var (path, body) = ($"channels/{team.General}/messages/1/forward", new { channelId = lounge });
        var first = await team.Ada.Post(path, body, "key").Ok(201);
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Edited" }).Ok();
        Assert.Equal(first.Text, (await team.Ada.Post(path, body, "key").Ok(201)).Text);
        await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        Assert.Equal(first.Text, (await team.Ada.Post(path, body, "key").Ok(201)).Text);
        await team.Ada.Post(path, new { channelId = lounge, text = "Other words" }, "key").Refused(422, "idempotency.key-reused");
        Assert.Equal(2, (await team.Ada.Post($"channels/{team.General}/messages/2/forward", body, "key").Ok(201)).Number);
    }

    [Fact]
    public async Task Both_ends_have_their_rules()
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        var lounge = await team.Ada.CreateChannel(team.Workspace);
        await team.Ada.Say(cellar, "Psst");
        await team.Ada.Say(team.General, "Hello");
        var hello = $"channels/{team.General}/messages/1/forward";

        await team.Bob.Post($"channels/{cellar}/messages/1/forward", new { channelId = team.General }).Refused(404, "channel.not-found");
        await team.Bob.Post(hello, new { channelId = cellar }).Refused(404, "channel.not-found");
        await team.Bob.Post(hello, new { channelId = lounge }).Refused(403, "channel.not-a-member");
        await team.Bob.Post(hello, new { text = "Hear hear" }).Refused(422, "request.invalid");
        await team.Bob.Post(hello, new { channelId = team.General, text = "Hear\u0001" }).Refused(422, "message.control-character");
        await team.Bob.Post($"channels/{team.General}/messages/7/forward", new { channelId = team.General }).Refused(404, "message.not-found");
        await team.Ada.Post($"channels/{lounge}/archive").Ok();
        await team.Ada.Post(hello, new { channelId = lounge }).Refused(409, "channel.archived");
    }
}
