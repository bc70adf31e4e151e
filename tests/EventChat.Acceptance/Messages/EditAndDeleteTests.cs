using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class EditAndDeleteTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task An_edit_is_shown_with_its_time()
    {
        var team = await app.Team();
        var sent = await team.Ada.Say(team.General, "Helo");

        var edited = await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Hello" }).Ok();

        Assert.Equal(("Hello", sent.Body.Text("sentAt")), (edited.Body.Text("text"), edited.Body.Text("sentAt")));
        Assert.True(edited.Body.Has("editedAt"));
        Assert.True(edited.Body.Long("version") > sent.Body.Long("version"));
        Assert.Equal(edited.Text, (await team.Bob.Get($"channels/{team.General}/messages/1", edited.Position).Ok()).Text);
    }

    [Fact]
    public async Task An_edit_to_the_same_text_records_nothing()
    {
        var team = await app.Team();
        var sent = await team.Ada.Say(team.General, "Hello");

        var edited = await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Hello" }).Ok();

        Assert.False(edited.Body.Has("editedAt"));
        Assert.Equal(sent.Body.Long("version"), (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version"));
    }

    [Fact]
    public async Task A_deleted_message_stays_as_a_tombstone_without_its_words()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "The combination is 4711");
        await team.Bob.Put($"channels/{team.General}/messages/1/reactions/👋").Ok(204);
        await team.Bob.Say(team.General, "After");

        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        var tombstone = await team.Bob.Get($"channels/{team.General}/messages/1", deleted.Position).Ok();
        Assert.Equal((1, "", 0), (tombstone.Number, tombstone.Body.Text("text"), tombstone.Body.GetProperty("reactions").GetArrayLength()));
        Assert.True(tombstone.Body.Has("deletedAt"));
        Assert.DoesNotContain("4711", (await team.Bob.Get($"channels/{team.General}/messages").Ok()).Text, StringComparison.Ordinal);
        Assert.Equal(2, (await team.Bob.ReadBack(team.General)).Count);
        Assert.Equal(3, (await team.Ada.Say(team.General, "Numbers are never given again")).Number);
    }

    [Fact]
    public async Task What_is_deleted_is_neither_edited_nor_reacted_to_and_deleting_twice_is_fine()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);
        var version = (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version");

        await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Hello again" }).Refused(409, "message.deleted");
        await team.Ada.Put($"channels/{team.General}/messages/1/reactions/👋").Refused(409, "message.deleted");

        Assert.Equal(version, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version"));
    }

    [Fact]
    public async Task Only_authors_edit_and_only_authors_and_admins_delete()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Ada's");
        await team.Bob.Say(team.General, "Bob's");

        await team.Bob.Patch($"channels/{team.General}/messages/1", new { text = "Bob's" }).Refused(403, "message.not-the-author");
        await team.Bob.Delete($"channels/{team.General}/messages/1").Refused(403, "message.not-the-author");
        await team.Ada.Patch($"channels/{team.General}/messages/2", new { text = "Ada's" }).Refused(403, "message.not-the-author");
        await team.Ada.Delete($"channels/{team.General}/messages/2").Ok(204);
        await team.Mallory.Delete($"channels/{team.General}/messages/1").Refused(404, "channel.not-found");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("2147483647")]
    public async Task A_number_that_was_never_given_is_not_found(string number)
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        var path = $"channels/{team.General}/messages/{number}";

        await team.Ada.Get(path).Refused(404, "message.not-found");
        await team.Ada.Get($"{path}/thread").Refused(404, "message.not-found");
        await team.Ada.Patch(path, new { text = "Hello" }).Refused(404, "message.not-found");
        await team.Ada.Delete(path).Refused(404, "message.not-found");
        await team.Ada.Put($"{path}/reactions/👋").Refused(404, "message.not-found");
        await team.Ada.Delete($"{path}/reactions/👋").Refused(404, "message.not-found");
    }
}
