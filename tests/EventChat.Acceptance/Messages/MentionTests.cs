using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class MentionTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_mention_is_in_the_answer_in_what_is_read_and_in_what_is_pushed()
    {
        var team = await app.Team();
        var text = $"👋 @{team.Bob.Username}, @here: see #general and https://example.org/@{team.Ada.Username} `@{team.Ada.Username}`";

        var sent = await team.Ada.Say(team.General, text);

        string[] expected = [$"user {team.Bob.Id} @{team.Bob.Username}", "here  @here", $"channel {team.General} #general", $"link  https://example.org/@{team.Ada.Username}"];
        Assert.Equal(expected, Entities(sent.Body, text));
        Assert.Equal([team.Bob.Id], Mentions(sent.Body));
        var read = await team.Bob.Get($"channels/{team.General}/messages/1", sent.Position).Ok();
        Assert.Equal(expected, Entities(read.Body, text));
        Assert.Equal([team.Bob.Id], Mentions(read.Body));
        var events = await team.Bob.Get($"channels/{team.General}/events").Ok();
        Assert.Equal(expected, Entities(events.Items[^1].GetProperty("data"), text));
    }

    [Fact]
    public async Task An_edit_takes_a_mention_away_and_a_deleted_message_mentions_nobody()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, $"@{team.Bob.Username}");
        var path = $"channels/{team.General}/messages/1";

        var edited = await team.Ada.Patch(path, new { text = $"@{team.Ada.Username} @{team.Mallory.Username}" }).Ok();
        Assert.Equal([team.Ada.Id], Mentions(edited.Body));

        var deleted = await team.Ada.Delete(path).Ok(204);
        Assert.Empty(Mentions((await team.Ada.Get(path, deleted.Position).Ok()).Body));
        Assert.DoesNotContain((await team.Ada.Get($"channels/{team.General}/events").Ok()).Items, static e => e.GetProperty("data").TryGetProperty("entities", out _));
    }

    [Fact]
    public async Task Who_was_removed_is_no_longer_mentioned_and_a_repeat_answers_as_before()
    {
        var team = await app.NewTeam();
        var text = $"@{team.Bob.Username}";
        var first = await team.Ada.Say(team.General, text, "k1");
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);

        Assert.Equal([team.Bob.Id], Mentions((await team.Ada.Say(team.General, text, "k1")).Body));
        Assert.Empty(Mentions((await team.Ada.Say(team.General, text)).Body));
        Assert.Equal(1, first.Number);
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("[")]
    [InlineData("`")]
    [InlineData("@a ")]
    [InlineData("#\u202e\u200b")]
    [InlineData("http://a.b_")]
    public async Task Sixteen_thousand_characters_of_it_are_a_message_like_any_other(string pattern)
    {
        var team = await app.Team();
        var text = string.Concat(Enumerable.Repeat(pattern, 16_000 / pattern.Length));
        var sent = await team.Ada.Say(team.General, text);
        Assert.Equal(text, sent.Body.Text("text"));
        Assert.Empty(Mentions(sent.Body));
    }

    private static string[] Entities(JsonElement message, string text) =>
    [
        .. message.GetProperty("entities").EnumerateArray().Select(e =>
            $"{e.Text("kind")} {Id(e)} {text.Substring((int)e.Long("offset"), (int)e.Long("length"))}"),
    ];

    private static string Id(JsonElement entity) =>
        entity.TryGetProperty("userId", out var user) ? user.GetString()! : entity.TryGetProperty("channelId", out var channel) ? channel.GetString()! : "";

    private static string[] Mentions(JsonElement message) => [.. message.GetProperty("mentions").EnumerateArray().Select(static m => m.GetString()!)];
}
