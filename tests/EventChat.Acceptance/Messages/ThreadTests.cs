using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class ThreadTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_root_tells_of_its_thread_and_the_replies_of_their_root()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Who comes to dinner?");
        await Reply(team, team.Bob, "I do");
        await team.Bob.Say(team.General, "Aside");
        var last = await Reply(team, team.Ada, "So do I");

        var thread = await Thread(team, last.Position);

        Assert.Equal((1, 2, last.Body.Text("sentAt")), ((int)thread.Long("root"), (int)thread.Long("replyCount"), thread.Text("latestReplyAt")));
        Assert.Equal(new HashSet<string> { team.Ada.Id, team.Bob.Id }, thread.GetProperty("participants").EnumerateArray().Select(static p => p.GetString()!).ToHashSet());
        var replies = (await team.Bob.Get($"channels/{team.General}/messages/1/thread", last.Position).Ok()).Items;
        Assert.Equal(["I do", "So do I"], replies.Select(static r => r.Text("text")));
        Assert.All(replies, static r => Assert.Equal(1, r.GetProperty("thread").Long("root")));
    }

    [Fact]
    public async Task A_deleted_reply_is_not_counted_and_its_author_no_participant()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Who comes to dinner?");
        var first = await Reply(team, team.Ada, "I do");
        var second = await Reply(team, team.Bob, "I do too");

        var deleted = await team.Bob.Delete($"channels/{team.General}/messages/{second.Number}").Ok(204);

        var thread = await Thread(team, deleted.Position);
        Assert.Equal((1, first.Body.Text("sentAt")), ((int)thread.Long("replyCount"), thread.Text("latestReplyAt")));
        Assert.Equal([team.Ada.Id], thread.GetProperty("participants").EnumerateArray().Select(static p => p.GetString()!));
    }

    [Fact]
    public async Task The_latest_reply_is_known_after_many_were_deleted()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Count with me");
        List<Answer> replies = [];
        for (var n = 0; n < 24; n++) replies.Add(await Reply(team, team.Bob, $"{n}"));

        var last = 0L;
        foreach (var reply in replies.Skip(2).Reverse()) last = (await team.Bob.Delete($"channels/{team.General}/messages/{reply.Number}").Ok(204)).Position;

        var thread = await Thread(team, last);
        Assert.Equal((2, replies[1].Body.Text("sentAt")), ((int)thread.Long("replyCount"), thread.Text("latestReplyAt")));
    }

    [Fact]
    public async Task A_thread_is_read_page_by_page_oldest_first()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Count with me");
        var last = 0L;
        for (var n = 0; n < 7; n++) last = (await Reply(team, team.Bob, $"{n}")).Position;

        List<string> walked = [];
        for (var next = (string?)"0"; next is not null;)
        {
            var page = await team.Ada.Get($"channels/{team.General}/messages/1/thread?limit=3&after={next}", last).Ok();
            walked.AddRange(page.Items.Select(static r => r.Text("text")));
            next = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(static n => $"{n}"), walked);
        await team.Ada.Get($"channels/{team.General}/messages/1/thread?after=x").Refused(422, "page.invalid-cursor");
        await team.Ada.Get($"channels/{team.General}/messages/1/thread?limit=0").Refused(422, "page.limit-out-of-range");
    }

    [Fact]
    public async Task A_reply_answers_a_message_that_is_there_and_is_no_reply_itself()
    {
        var team = await app.Team();
        var path = $"channels/{team.General}/messages";
        await team.Ada.Say(team.General, "Root");
        await Reply(team, team.Bob, "Reply");

        await team.Ada.Post(path, new { text = "?", threadRoot = 99 }).Refused(422, "message.root-not-found");
        await team.Ada.Post(path, new { text = "?", threadRoot = 0 }).Refused(422, "message.root-not-found");
        await team.Ada.Post(path, new { text = "?", threadRoot = -1 }).Refused(422, "message.root-not-found");
        await team.Ada.Post(path, new { text = "?", threadRoot = 2 }).Refused(422, "message.root-is-reply");
        await team.Ada.Post(path, new { text = "?", broadcast = true }).Refused(422, "message.broadcast-without-thread");
    }

    [Fact]
    public async Task A_reply_can_be_shown_in_the_channel_too()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Root");
        var sent = await team.Bob.Post($"channels/{team.General}/messages", new { text = "Everybody should know", threadRoot = 1, broadcast = true }).Ok(201);

        Assert.True(sent.Body.GetProperty("broadcast").GetBoolean());
        Assert.True((await team.Ada.Get($"channels/{team.General}/messages/2", sent.Position).Ok()).Body.GetProperty("broadcast").GetBoolean());
    }

    private static Task<Answer> Reply(Team team, Person person, string text) =>
        person.Post($"channels/{team.General}/messages", new { text, threadRoot = 1 }).Ok(201);

    private static async Task<JsonElement> Thread(Team team, long atLeast) =>
        (await team.Bob.Get($"channels/{team.General}/messages/1", atLeast).Ok()).Body.GetProperty("thread");
}
