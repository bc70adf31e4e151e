using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class SendTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_message_is_answered_as_every_member_will_read_it()
    {
        var team = await app.Team();

        var sent = await team.Ada.Say(team.General, "Hello *Bob* 👋\n\ttabs and lines", "ada-1");

        Assert.Equal((team.General, 1, "Hello *Bob* 👋\n\ttabs and lines", "ada-1"), (sent.Body.Text("channelId"), sent.Number, sent.Body.Text("text"), sent.Body.Text("clientMessageId")));
        Assert.Equal((team.Ada.Id, "Ada", "user"), Author(sent));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", sent.Body.Text("sentAt"));
        Assert.Equal(sent.Text, (await team.Bob.Get($"channels/{team.General}/messages/1", sent.Position).Ok()).Text);
        Assert.Equal(sent.Text, (await team.Bob.Get($"channels/{team.General}/messages").Ok()).Items.Single().GetRawText());
    }

    [Fact]
    public async Task Numbers_are_dense_in_the_order_that_all_see()
    {
        var team = await app.Team();

        var sent = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => (n % 2 == 0 ? team.Ada : team.Bob).Say(team.General, $"{n}")));

        Assert.Equal(Enumerable.Range(1, 60), sent.Select(static s => s.Number).Order());
        Assert.Equal(sent.OrderBy(static s => s.Number).Select(static s => s.Position), sent.Select(static s => s.Position).Order());
        var read = await team.Bob.ReadBack(team.General, atLeast: sent.Max(static s => s.Position));
        Assert.Equal(sent.OrderBy(static s => s.Number).Select(static s => s.Body.Text("text")), read.Select(static m => m.Text("text")));
    }

    [Theory]
    [InlineData("", "message.empty")]
    [InlineData(" \n\t ", "message.empty")]
    [InlineData(null, "message.empty")]
    [InlineData("a\0b", "message.control-character")]
    [InlineData("a\u001bb", "message.control-character")]
    [InlineData("a\u007fb", "message.control-character")]
    [InlineData("a\u0085b", "message.control-character")]
    public async Task A_text_that_breaks_a_rule_is_refused_with_its_field(string? text, string code)
    {
        var team = await app.Team();
        var sent = await team.Ada.Say(team.General, "Hello");

        var refused = await team.Ada.Post($"channels/{team.General}/messages", new { text }).Refused(422, code);
        Assert.True(refused.Body.GetProperty("errors").TryGetProperty("text", out _));
        await team.Ada.Patch($"channels/{team.General}/messages/{sent.Number}", new { text }).Refused(422, code);
    }

    [Fact]
    public async Task A_message_has_at_most_16000_characters()
    {
        var team = await app.Team();
        var longest = string.Concat(Enumerable.Repeat("👋", 16_000));

        var sent = await team.Ada.Say(team.General, longest);
        Assert.Equal(longest, (await team.Bob.Get($"channels/{team.General}/messages/{sent.Number}", sent.Position).Ok()).Body.Text("text"));
        var refused = await team.Ada.Post($"channels/{team.General}/messages", new { text = longest + "!" }).Refused(422, "message.too-long");
        Assert.Equal("A message has at most 16000 characters; this one has 16001.", refused.Body.Text("detail"));
        await team.Ada.Patch($"channels/{team.General}/messages/{sent.Number}", new { text = new string('x', 16_001) }).Refused(422, "message.too-long");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("'; drop table events; --")]
    [InlineData("\"quotes\" \\ {\"json\":1} \u2028 \u202e \ufeff")]
    [InlineData("a\r\nb")]
    [InlineData("ﷺ e\u0301 🏳️‍🌈 日本語")]
    public async Task A_text_comes_back_exactly_as_it_was_typed(string text)
    {
        var team = await app.Team();
        var sent = await team.Ada.Say(team.General, text);
        Assert.Equal(text, (await team.Bob.Get($"channels/{team.General}/messages/1", sent.Position).Ok()).Body.Text("text"));
        Assert.Equal(text, (await team.Bob.ReadEvents(team.General))[^1].Text);
    }

    [Fact]
    public async Task Who_is_not_in_the_channel_is_told_to_join_or_that_there_is_none()
    {
        var team = await app.Team();
        var charles = await team.Hire(await app.Person("Charles"), "member");

        await charles.Post($"channels/{team.General}/messages", new { text = "Hello" }).Refused(403, "channel.not-a-member");
        await team.Mallory.Post($"channels/{team.General}/messages", new { text = "Hello" }).Refused(404, "channel.not-found");
        Assert.Empty((await team.Ada.Get($"channels/{team.General}/messages").Ok()).Items);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        var team = await app.Team();
        var sent = await team.Ada.Post($"channels/{team.General}/messages", """{"text":"Hello","colour":"red","number":7,"author":{"id":"x"}}""").Ok(201);
        Assert.Equal((1, team.Ada.Id), (sent.Number, Author(sent).Id));
    }

    private static (string Id, string Name, string Kind) Author(Answer message)
    {
        var author = message.Body.GetProperty("author");
        return (author.Text("id"), author.Text("name"), author.Text("kind"));
    }
}
