using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Notifications;

/// <summary>Whoever follows a thread, as the unread counts have it, is told of its replies; and nobody else.</summary>
public sealed class FollowedThreadTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Whoever_follows_the_thread_of_their_message_no_longer_is_told_of_no_answer()
    {
        var team = await app.NewTeam();
        await team.Bob.Say(team.General, "Who has seen the teapot?");
        await team.Bob.Delete($"channels/{team.General}/messages/1/follow").Ok(204);
        await Reply(team, team.Ada, "In the cellar");

        Assert.Empty(await Feed(team.Bob, await Reply(team, team.Ada, "Or under the stairs")));
    }

    [Fact]
    public async Task Whoever_does_not_follow_is_told_where_they_are_named_and_of_nothing_after_it_until_they_answer()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "Who has seen the teapot?");
        await Reply(team, team.Bob, "Not I");
        await team.Bob.Delete($"channels/{team.General}/messages/1/follow").Ok(204);
        var named = $"Really, @{team.Bob.Username}?";
        await Reply(team, team.Ada, named);
        Assert.Equal([$"mention {named}"], await Feed(team.Bob, await Reply(team, team.Ada, "Nobody?")));

        await Reply(team, team.Bob, "No");
        Assert.Equal(["thread-reply A pity", $"mention {named}"], await Feed(team.Bob, await Reply(team, team.Ada, "A pity")));
    }

    [Fact]
    public async Task Whoever_is_named_in_a_message_follows_what_is_answered_to_it()
    {
        var team = await app.NewTeam();
        var named = $"@{team.Bob.Username} has the teapot";
        await team.Ada.Say(team.General, named);

        Assert.Equal(["thread-reply Or not", $"mention {named}"], await Feed(team.Bob, await Reply(team, team.Ada, "Or not")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whoever_is_named_by_an_edit_follows_from_there(int number)
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "Who has the teapot?");
        await Reply(team, team.Ada, "Nobody");
        var named = $"@{team.Bob.Username} has it";
        await team.Ada.Patch($"channels/{team.General}/messages/{number}", new { text = named }).Ok();

        Assert.Equal(["thread-reply Or not", $"mention {named}"], await Feed(team.Bob, await Reply(team, team.Ada, "Or not")));

        await team.Bob.Delete($"channels/{team.General}/messages/1/follow").Ok(204);
        await team.Ada.Patch($"channels/{team.General}/messages/{number}", new { text = $"{named}!" }).Ok();
        Assert.Equal(["thread-reply Or not", $"mention {named}!"], await Feed(team.Bob, await Reply(team, team.Ada, "Or somebody")));
    }

    private static async Task<long> Reply(Team team, Person person, string text) =>
        (await person.Post($"channels/{team.General}/messages", new { text, threadRoot = 1 }).Ok(201)).Position;

    private static async Task<IEnumerable<string>> Feed(Person person, long position) =>
        (await person.Get("me/notifications", position).Ok()).Items.Where(static t => t.Text("reason") != "invite").Select(static t => $"{t.Text("reason")} {t.Text("text")}");
}
