using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class ReactionTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Reactions_are_gathered_by_emoji_with_those_who_gave_them()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");

        await team.Bob.Put(Path(team, "👋")).Ok(204);
        await team.Ada.Put(Path(team, "👋")).Ok(204);
        var last = await team.Ada.Put(Path(team, "thumbs_up")).Ok(204);

        var reactions = await Reactions(team, last.Position);
        Assert.Equal([("👋", 2), ("👍", 1)], reactions.Select(static r => (r.Text("emoji"), (int)r.Long("count"))));
        Assert.Equal([team.Bob.Id, team.Ada.Id], reactions[0].GetProperty("users").EnumerateArray().Select(static u => u.GetString()!));
    }

    [Fact]
    public async Task Reacting_twice_and_taking_back_what_was_not_given_changes_nothing()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        var first = await team.Bob.Put(Path(team, "👋")).Ok(204);
        var version = (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version");

        var second = await team.Bob.Put(Path(team, "👋")).Ok(204);
        await team.Ada.Delete(Path(team, "👋")).Ok(204);
        await team.Bob.Delete(Path(team, "🎉")).Ok(204);

        Assert.True(second.Position >= first.Position);
        Assert.Equal(version, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version"));
        var taken = await team.Bob.Delete(Path(team, "👋")).Ok(204);
        Assert.Empty(await Reactions(team, taken.Position));
    }

    [Theory]
    [InlineData("two%20words")]
    [InlineData("%0A")]
    [InlineData("%01")]
    [InlineData("%20")]
    public async Task What_is_no_emoji_is_refused(string emoji)
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        await team.Ada.Put(Path(team, emoji)).Refused(422, "reaction.invalid-emoji");
        await team.Ada.Put(Path(team, new string('x', 65))).Refused(422, "reaction.invalid-emoji");
    }

    [Theory]
    [InlineData("party_parrot")]
    [InlineData(":party_parrot:")]
    [InlineData(":party_parrot::skin-tone-3:")]
    public async Task A_name_that_no_emoji_has_is_refused_however_it_is_written(string emoji)
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");

        await team.Ada.Put(Path(team, emoji)).Refused(422, "reaction.unknown-emoji");
        await team.Ada.Post($"workspaces/{team.Workspace}/emoji", new { name = "party_parrot", url = "https://example.org/p.gif" }).Ok(201);
        await team.Ada.Put(Path(team, emoji)).Ok(204);
    }

    [Fact]
    public async Task A_message_carries_fifty_kinds_of_reaction()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        for (var kind = 0; kind < 50; kind++) await team.Ada.Put(Path(team, char.ConvertFromUtf32(0x1f400 + kind))).Ok(204);

        await team.Ada.Put(Path(team, "👋")).Refused(409, "reaction.too-many");
        var last = await team.Bob.Put(Path(team, char.ConvertFromUtf32(0x1f407))).Ok(204);
        Assert.Equal(50, (await Reactions(team, last.Position)).Count);
    }

    [Fact]
    public async Task Only_members_react()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        var charles = await team.Hire(await app.Person("Charles"), "member");

        await charles.Put(Path(team, "👋")).Refused(403, "channel.not-a-member");
        await charles.Delete(Path(team, "👋")).Refused(403, "channel.not-a-member");
        await team.Mallory.Put(Path(team, "👋")).Refused(404, "channel.not-found");
    }

    private static string Path(Team team, string emoji) => $"channels/{team.General}/messages/1/reactions/{emoji}";

    private static async Task<List<JsonElement>> Reactions(Team team, long atLeast) =>
        [.. (await team.Bob.Get($"channels/{team.General}/messages/1", atLeast).Ok()).Body.GetProperty("reactions").EnumerateArray()];
}
