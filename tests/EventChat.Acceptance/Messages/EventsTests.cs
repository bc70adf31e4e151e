using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class EventsTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(200)]
    public async Task Everything_that_happened_is_there_dense_and_oldest_first(int limit)
    {
        var team = await app.Team();
        var path = $"channels/{team.General}";
        await team.Ada.Say(team.General, "Helo");
        await team.Ada.Patch($"{path}/messages/1", new { text = "Hello" }).Ok();
        await team.Bob.Put($"{path}/messages/1/reactions/👋").Ok(204);
        await team.Bob.Delete($"{path}/messages/1/reactions/👋").Ok(204);
        await team.Ada.Delete($"{path}/messages/1").Ok(204);
        await team.Ada.Patch(path, new { name = "lobby", topic = "T", purpose = "P" }).Ok();
        await team.Ada.Post($"{path}/archive").Ok();
        await team.Ada.Post($"{path}/unarchive").Ok();
        await team.Bob.Post($"{path}/leave").Ok(204);

        var events = await team.Ada.ReadEvents(team.General, limit: limit);

        Assert.Equal(
            [
                "channel.created", "channel.member-joined", "channel.member-joined", "message.sent", "message.edited", "reaction.added", "reaction.removed",
                "message.deleted", "channel.renamed", "channel.topic-changed", "channel.purpose-changed", "channel.archived", "channel.unarchived",
                "channel.member-left",
            ],
            events.Select(static e => e.Type));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static v => (long)v), events.Select(static e => e.Version));
        Assert.Equal(events.Select(static e => e.Position).Distinct().Order(), events.Select(static e => e.Position));
        Assert.All(events, e => Assert.Equal(team.General, e.ChannelId));
        Assert.Equal([team.Ada.Id, team.Ada.Id, team.Bob.Id, team.Ada.Id], events.Take(4).Select(static e => e.Actor));
    }

    [Fact]
    public async Task They_go_on_after_the_version_that_was_seen()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "one");
        await team.Ada.Say(team.General, "two");

        Assert.Equal(["two"], (await team.Bob.ReadEvents(team.General, after: 4)).Select(static e => e.Text));
        Assert.Empty(await team.Bob.ReadEvents(team.General, after: 5));
        Assert.Empty(await team.Bob.ReadEvents(team.General, after: long.MaxValue));
    }

    [Theory]
    [InlineData("after=-1", 422, "page.invalid-cursor")]
    [InlineData("after=x", 422, "page.invalid-cursor")]
    [InlineData("after=9223372036854775808", 422, "page.invalid-cursor")]
    [InlineData("limit=0", 422, "page.limit-out-of-range")]
    public async Task A_page_that_cannot_be_is_refused(string query, int status, string code)
    {
        var team = await app.Team();
        await team.Ada.Get($"channels/{team.General}/events?{query}").Refused(status, code);
    }

    [Fact]
    public async Task The_words_of_a_deleted_message_are_gone_from_the_events_too()
    {
        var team = await app.Team();
        await team.Bob.Say(team.General, "A slip of the tongue");
        await team.Bob.Patch($"channels/{team.General}/messages/1", new { text = "Another slip" }).Ok();
        await team.Bob.Say(team.General, "Hello");
        await team.Bob.Delete($"channels/{team.General}/messages/1").Ok(204);

        var events = await team.Ada.ReadEvents(team.General);

        Assert.Equal(Enumerable.Range(1, events.Count).Select(static n => (long)n), events.Select(static e => e.Version));
        Assert.Equal(["", "", "Hello"], events.Where(static e => e.Type is "message.sent" or "message.edited").Select(static e => e.Text));
    }
}
