using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Operations;

/// <summary>A server that is full says so at the door, and loses nothing that it let in.</summary>
public sealed class OverloadTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("--Commands:MaxWaitingPerStream", "1")]
    [InlineData("--Commands:MaxWaiting", "1")]
    [InlineData("--EventStore:MaxQueued", "1")]
    public async Task What_does_not_fit_into_a_queue_is_refused_with_a_time_to_come_back(string setting, string value)
    {
        var team = await app.Team();
        List<string> channels = [team.General];
        while (channels.Count < 12) channels.Add(await team.Ada.CreateChannel(team.Workspace));
        var narrow = team.At(await app.Another(setting, value));

        var answers = (await Task.WhenAll(Enumerable.Range(0, 300).Select(n => Flood(narrow.Ada, channels[n % channels.Count], n)))).ToList();

        Assert.Contains(answers, static a => a.Status == 503);
        Assert.All(answers.Where(static a => a.Status != 201), static a => a.Refused(503, "server.overloaded"));
        var sent = answers.Where(static a => a.Status == 201).ToList();
        var last = sent.Max(static a => a.Position);
        foreach (var channel in channels)
            Assert.Equal(
                sent.Where(a => a.Body.Text("channelId") == channel).OrderBy(static a => a.Number).Select(static a => a.Body.Text("text")),
                (await team.Ada.ReadBack(channel, atLeast: last)).Select(static m => m.Text("text")));
    }

    [Fact]
    public async Task A_crowd_that_signs_in_is_refused_where_its_line_is_full_and_those_who_are_in_are_served()
    {
        var team = await app.Team();
        var crowd = Task.WhenAll(Enumerable.Range(0, 60 * Environment.ProcessorCount).Select(_ =>
            team.Mallory.WithToken(null).Post("auth/login", new { login = team.Mallory.Username, password = Person.Password })));
        await team.Ada.Say(team.General, "Hello");
        var answers = await crowd;

        Assert.Contains(answers, static a => a.Status == 200);
        Assert.Contains(answers, static a => a.Status == 503);
        Assert.All(answers.Where(static a => a.Status != 200), static a => a.Refused(503, "server.overloaded"));
    }

    private static Task<Answer> Flood(Person ada, string channel, int n) => ada.Post($"channels/{channel}/messages", new { text = $"{n}" });
}
