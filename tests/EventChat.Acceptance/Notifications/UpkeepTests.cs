using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Notifications;

public sealed class UpkeepTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Of_each_feed_and_of_what_a_channel_is_told_the_newest_are_kept()
    {
        await using var database = await TestDatabase.Create();
        var (team, direct) = await Told(database);

        await using var server = await EventChatServer.Start(database.ConnectionString, "--Notifications:Keep", "5");
        team = team.At(server);

        await Eventually.True(async () => (await Feed(team.Bob)).Count == 10, Patience, static () => "there is more, or less");
        var feed = await Feed(team.Bob);
        Assert.Equal(["dm 12", "dm 11", "dm 10", "dm 9", "dm 8"], feed.Where(static told => told.StartsWith("dm", StringComparison.Ordinal)));
        Assert.Equal(["everyone 7", "everyone 6", "everyone 5", "everyone 4", "everyone 3"], feed.Where(static told => told.StartsWith("everyone", StringComparison.Ordinal)));
        Assert.Equal(["dm 13"], (await Feed(team.Ada)).Where(static told => told.StartsWith("dm", StringComparison.Ordinal)));
        await team.Bob.Get($"channels/{direct}/messages/1").Ok();
    }

    /// <summary>Twelve messages to Bob and one from him, and seven to everybody.</summary>
    private static async Task<(Team Team, string Direct)> Told(TestDatabase database)
    {
        await using var server = await EventChatServer.Start(database.ConnectionString);
        var team = await Team.Gather(server);
        var direct = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        for (var n = 1; n <= 12; n++) await team.Ada.Say(direct, $"{n}");
        for (var n = 1; n <= 7; n++) await team.Ada.Say(team.General, $"@channel {n}");
        await team.Bob.Say(direct, "13");
        return (team, direct);
    }

    private static async Task<IReadOnlyList<string>> Feed(Person person) =>
        [.. (await person.Get("me/notifications?limit=200").Ok()).Items.Select(static t => $"{t.Text("reason")} {(t.Has("number") ? t.Long("number") : 0)}")];
}
