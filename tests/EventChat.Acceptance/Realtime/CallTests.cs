using EventChat.Acceptance.Support;
using Microsoft.AspNetCore.Http.Connections;

namespace EventChat.Acceptance.Realtime;

/// <summary>What members ask for over the hub is done, or refused, as over REST.</summary>
public sealed class CallTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_message_lives_its_whole_life_over_the_hub(HttpTransportType transport)
    {
        var team = await app.Team();
        await using var ada = await HubClient.Connect(team.Ada, transport);
        await using var bob = await HubClient.Connect(team.Bob);

        var sent = (await ada.Call("SendMessage", team.General, new { text = "Hello 👋" })).Answer;
        var number = sent.GetProperty("result").GetProperty("number").GetInt32();
        Assert.Null((await ada.Call("EditMessage", team.General, number, new { text = "Hello, Bob" })).Code);
        Assert.Null((await bob.Call("React", team.General, number, "👍")).Code);
        Assert.Null((await bob.Call("Unreact", team.General, number, "👍")).Code);
        Assert.Null((await bob.Call("MarkRead", team.General, number)).Code);
        var deleted = (await ada.Call("DeleteMessage", team.General, number)).Answer;

        var position = deleted.GetProperty("position").GetInt64();
        await bob.UntilPosition(position);
        Assert.Equal(
            ["message.sent", "message.edited", "reaction.added", "reaction.removed", "message.deleted"],
            bob.In(team.General).Where(push => push.Data.GetProperty("number").GetInt32() == number).Select(static push => push.Type));
        Assert.Equal(sent.GetProperty("position").GetInt64(), bob.Messages(team.General)[^1].Position);
        var shown = (await team.Ada.Get($"channels/{team.General}/messages/{number}", position).Ok()).Body;
        Assert.Equal(("", team.Ada.Id), (shown.Text("text"), shown.GetProperty("author").Text("id")));
    }

    [Fact]
    public async Task A_refusal_has_the_code_of_rest()
    {
        var team = await app.Team();
        await using var ada = await HubClient.Connect(team.Ada);
        await using var mallory = await HubClient.Connect(team.Mallory);
        await team.Ada.Say(team.General, "Hello");

        Assert.Equal("message.too-long", (await ada.Call("SendMessage", team.General, new { text = new string('x', 16_001) })).Code);
        Assert.Equal("message.empty", (await ada.Call("SendMessage", team.General, new { text = " " })).Code);
        Assert.Equal("request.malformed-json", (await ada.Call("SendMessage", team.General, new { text = 7 })).Code);
        Assert.Equal("request.malformed-json", (await ada.Call("SendMessage", team.General, "Hello")).Code);
        Assert.Equal("message.not-found", (await ada.Call("EditMessage", team.General, 999_999, new { text = "Hello" })).Code);
        Assert.Equal("message.not-found", (await ada.Call("DeleteMessage", team.General, -1)).Code);
        Assert.Equal("channel.not-found", (await ada.Call("SendMessage", "../users/me", new { text = "Hello" })).Code);
        Assert.Equal("channel.not-found", (await mallory.Call("SendMessage", team.General, new { text = "Hello" })).Code);
        Assert.Equal("inbox.number-beyond-end", (await ada.Call("MarkRead", team.General, 999_999)).Code);
        Assert.Equal("reaction.invalid-emoji", (await ada.Call("React", team.General, 1, "no emoji")).Code);
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_no_failure_in_the_log()
    {
        var server = await app.Another();
        var team = (await app.Team()).At(server);
        await using var ada = await HubClient.Connect(team.Ada);

        for (var n = 0; n < 20; n++) Assert.Equal("message.empty", (await ada.Call("SendMessage", team.General, new { text = "" })).Code);
        Assert.Equal("resume.invalid", (await ada.Call("Resume", 7)).Code);

        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task The_same_key_over_the_hub_and_over_rest_is_one_message()
    {
        var team = await app.Team();
        await using var ada = await HubClient.Connect(team.Ada);
        var message = new { text = "Once", clientMessageId = "k-1" };

        var first = (await ada.Call("SendMessage", team.General, message)).Answer;
        var again = (await ada.Call("SendMessage", team.General, message)).Answer;
        var rest = await team.Ada.Post($"channels/{team.General}/messages", message).Ok(201);

        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal(first.GetProperty("result").GetProperty("number").GetInt32(), rest.Body.GetProperty("number").GetInt32());
        Assert.Equal("idempotency.key-reused", (await ada.Call("SendMessage", team.General, new { text = "Twice", clientMessageId = "k-1" })).Code);
    }

    [Fact]
    public async Task The_longest_message_fits_however_it_is_written()
    {
        var team = await app.Team();
        await using var ada = await HubClient.Connect(team.Ada);

        Assert.Null((await ada.Call("SendMessage", team.General, new { text = new string('漢', 16_000) })).Code);
    }
}
