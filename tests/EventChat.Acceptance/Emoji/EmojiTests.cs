using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Emoji;

public sealed class EmojiTests(App app) : IClassFixture<App>
{
    private const string Url = "https://example.org/parrot.gif";

    [Fact]
    public async Task A_member_brings_an_emoji_and_everybody_reacts_with_it()
    {
        var team = await app.Team();
        var emoji = $"workspaces/{team.Workspace}/emoji";
        await team.Ada.Say(team.General, "Hello");
        var reaction = $"channels/{team.General}/messages/1/reactions/%3Aparty_parrot%3A";
        await team.Ada.Put(reaction).Refused(422, "reaction.unknown-emoji");

        var added = await team.Bob.Post(emoji, new { name = ":party_parrot:", url = Url }).Ok(201);
        Assert.Equal("party_parrot", added.Id);
        Assert.Equal(Url, Assert.Single((await team.Ada.Get(emoji, added.Position).Ok()).Items).Text("url"));
        await team.Ada.Put(reaction).Ok(204);
        await team.Ada.Put($"channels/{team.General}/messages/1/reactions/:tada:").Ok(204);

        var removed = await team.Bob.Delete($"{emoji}/party_parrot").Ok(204);
        await team.Bob.Delete($"{emoji}/party_parrot").Ok(204);
        Assert.Empty((await team.Ada.Get(emoji, removed.Position).Ok()).Items);
        await team.Bob.Put(reaction).Refused(422, "reaction.unknown-emoji");
        var message = await team.Ada.Get($"channels/{team.General}/messages/1", removed.Position).Ok();
        Assert.Equal(":party_parrot:", message.Body.GetProperty("reactions")[0].Text("emoji"));
        await team.Ada.Delete(reaction).Ok(204);
    }

    [Fact]
    public async Task Names_are_taken_once_addresses_are_https_and_others_remove_what_is_not_theirs_only_as_admins()
    {
        var team = await app.Team();
        var emoji = $"workspaces/{team.Workspace}/emoji";
        await team.Ada.Post(emoji, new { name = "parrot", url = Url }, "k1").Ok(201);
        await team.Ada.Post(emoji, new { name = "parrot", url = Url }, "k1").Ok(201);
        await team.Ada.Post(emoji, new { name = "parrot", url = $"{Url}?2" }).Refused(409, "emoji.name-taken");
        await team.Bob.Post(emoji, new { name = "parrot", url = Url }).Refused(409, "emoji.name-taken");

        foreach (var url in (string?[])[null, "", "http://example.org/a.png", "javascript:alert(1)", "https://user@example.org/"])
            await team.Bob.Post(emoji, new { name = "other", url }).Refused(422, "request.invalid");
        await team.Bob.Post(emoji, new { name = ":tada:", url = Url }).Refused(409, "emoji.name-standard");
        await team.Bob.Post(emoji, new { name = "Two Words", url = Url }).Refused(422, "emoji.invalid-name");
        await team.Bob.Delete($"{emoji}/parrot").Refused(403, "role.admin-required");
        await team.Mallory.Get(emoji).Refused(404, "workspace.not-found");
        await team.Mallory.Post(emoji, new { name = "mine", url = Url }).Refused(404, "workspace.not-found");
    }
}
