using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

/// <summary>Sending again under the same key is sending once, whenever and wherever it is done.</summary>
public sealed class RepeatTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("in the body")]
    [InlineData("in the header")]
    public async Task A_repeat_gets_the_first_answer(string where)
    {
        var team = await app.Team();
        Task<Answer> Send(Person person, string text) => where == "in the body"
            ? person.Post($"channels/{team.General}/messages", new { text, clientMessageId = "key" })
            : person.Post($"channels/{team.General}/messages", new { text }, "key");

        var first = await Send(team.Ada, "Hello").Ok(201);
        await team.Bob.Say(team.General, "Meanwhile");
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "Hello, edited" }).Ok();
        var repeat = await Send(team.Ada, "Hello").Ok(201);

        Assert.Equal((first.Text, first.Position), (repeat.Text, repeat.Position));
        await Send(team.Ada, "Something else").Refused(422, "idempotency.key-reused");
        Assert.Equal(3, (await Send(team.Bob, "Bob's key is his own").Ok(201)).Number);
    }

    [Fact]
    public async Task Repeats_at_the_same_time_make_one_message_and_get_one_answer()
    {
        var team = await app.Team();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => team.Ada.Say(team.General, $"message {n % 4}", $"key {n % 4}")));

        Assert.Equal(4, answers.Select(static a => (a.Text, a.Position)).Distinct().Count());
        Assert.Equal([1, 2, 3, 4], answers.Select(static a => a.Number).Distinct().Order());
        Assert.Equal(4, (await team.Bob.ReadBack(team.General, atLeast: answers.Max(static a => a.Position))).Count);
    }

    [Fact]
    public async Task Two_bodies_at_the_same_time_under_one_key_make_one_message()
    {
        var team = await app.Team();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            team.Ada.Post($"channels/{team.General}/messages", new { text = $"body {n % 2}", clientMessageId = "key" })));

        Assert.Single(answers.Where(static a => a.Status == 201).Select(static a => a.Text).Distinct());
        Assert.Equal(10, answers.Count(static a => a.Status == 201));
        Assert.All(answers.Where(static a => a.Status != 201), static a => a.Refused(422, "idempotency.key-reused"));
    }

    [Fact]
    public async Task A_key_counts_in_its_own_channel()
    {
        var team = await app.Team();
        var other = await team.Ada.CreateChannel(team.Workspace);

        await team.Ada.Say(team.General, "Hello", "key");
        Assert.Equal(other, (await team.Ada.Say(other, "Something else", "key")).Body.Text("channelId"));
    }

    [Fact]
    public async Task Two_keys_at_once_are_refused_and_one_twice_is_one()
    {
        var team = await app.Team();
        var path = $"channels/{team.General}/messages";

        await team.Ada.Post(path, new { text = "Hello", clientMessageId = "one" }, "another").Refused(400, "idempotency.two-keys");
        var first = await team.Ada.Post(path, new { text = "Hello", clientMessageId = "one" }, "one").Ok(201);

        Assert.Equal((1, first.Text), (first.Number, (await team.Ada.Post(path, new { text = "Hello" }, "one").Ok(201)).Text));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"a\\u0000b\"")]
    public async Task A_key_that_cannot_be_kept_is_refused(string key)
    {
        var team = await app.Team();
        await team.Ada.Post($"channels/{team.General}/messages", $$"""{"text":"Hello","clientMessageId":{{key}}}""").Refused(422, "idempotency.invalid-key");
    }

    [Fact]
    public async Task The_longest_key_is_remembered_whatever_its_characters()
    {
        var team = await app.Team();
        foreach (var key in (string[])[new string('k', 200), new string('日', 200), string.Concat(Enumerable.Repeat("👋", 100))])
            Assert.Equal((await team.Ada.Say(team.General, key, key)).Text, (await team.Ada.Say(team.General, key, key)).Text);

        await team.Ada.Post($"channels/{team.General}/messages", new { text = "Hello", clientMessageId = new string('k', 201) }).Refused(422, "idempotency.invalid-key");
    }

    [Fact]
    public async Task A_repeat_on_another_node_gets_the_first_answer()
    {
        var team = await app.Team();
        var there = team.At(await app.Another());
        var channel = await team.Ada.Post($"workspaces/{team.Workspace}/channels", new { name = "looms" }, "channel").Ok(201);

        for (var n = 0; n < 10; n++)
        {
            var here = await team.Ada.Say(team.General, $"{n}", $"key {n}");
            Assert.Equal(here.Text, (await there.Ada.Say(team.General, $"{n}", $"key {n}")).Text);
        }

        await there.Ada.Post($"channels/{team.General}/messages", new { text = "?", clientMessageId = "key 3" }).Refused(422, "idempotency.key-reused");
        Assert.Equal(channel.Text, (await there.Ada.Post($"workspaces/{team.Workspace}/channels", new { name = "looms" }, "channel").Ok(201)).Text);
    }

    [Fact]
    public async Task Repeats_on_two_nodes_at_the_same_time_make_one_message()
    {
        var team = await app.Team();
        var there = team.At(await app.Another());

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(n =>
            (n % 2 == 0 ? team : there).Ada.Say(team.General, $"message {n / 6}", $"key {n / 6}")));

        Assert.Equal(10, answers.Select(static a => (a.Text, a.Position)).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 10), answers.Select(static a => a.Number).Distinct().Order());
    }
}
