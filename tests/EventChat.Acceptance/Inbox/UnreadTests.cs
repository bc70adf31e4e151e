using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Inbox;

public sealed class UnreadTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task What_others_said_after_the_mark_is_unread_and_what_one_said_oneself_is_not()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "1");
        await team.Bob.Say(team.General, "2");
        var last = await team.Ada.Say(team.General, "3");

        Assert.Equal((2, 0), await Unread(team.Bob, team.General, last.Position));
        Assert.Equal((1, 0), await Unread(team.Ada, team.General, last.Position));
    }

    [Fact]
    public async Task Reading_up_to_a_number_leaves_what_comes_after_and_going_back_marks_unread()
    {
        var team = await app.Team();
        for (var n = 1; n <= 5; n++) await team.Ada.Say(team.General, $"{n}");

        Assert.Equal((0, 5), await Unread(team.Bob, team.General, (await Read(team, 5).Ok()).Position));
        Assert.Equal((2, 3), await Unread(team.Bob, team.General, (await Read(team, 3).Ok()).Position));
        Assert.Equal((5, 0), await Unread(team.Bob, team.General, (await Read(team, 0).Ok()).Position));
        Assert.Equal((5, 0), await Unread(team.Bob, team.General, (await Read(team, 0).Ok()).Position));
    }

    [Fact]
    public async Task A_deleted_message_is_no_longer_unread()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "1");
        await team.Ada.Say(team.General, "2");

        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        Assert.Equal((1, 0), await Unread(team.Bob, team.General, deleted.Position));
    }

    [Fact]
    public async Task Each_channel_is_counted_for_itself_and_only_where_one_is_a_member()
    {
        var team = await app.NewTeam();
        var (one, two) = (await team.Ada.CreateChannel(team.Workspace), await team.Ada.CreateChannel(team.Workspace));
        await team.Ada.Say(team.General, "1");
        await team.Ada.Say(one, "1");
        await team.Ada.Say(one, "2");
        await team.Ada.Say(two, "1");
        var joined = await team.Bob.Post($"channels/{one}/join").Ok();

        var items = (await team.Bob.Get("me/unreads", joined.Position).Ok()).Items;

        Assert.Equal(
            new[] { (team.General, 1L), (one, 2L) }.Order(),
            items.Select(static i => (i.Text("channelId"), i.Long("unread"))).Order());
    }

    [Fact]
    public async Task A_mark_stays_within_the_channel()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "1");

        await Read(team, 2).Refused(422, "inbox.number-beyond-end");
        await Read(team, -1).Refused(422, "request.invalid");
        await team.Bob.Put($"channels/{team.General}/read", new { }).Refused(422, "request.invalid");
        await team.Bob.Put($"channels/{team.General}/read", """{"number":99999999999}""").Refused(400, "request.malformed-json");
        await team.Mallory.Put($"channels/{team.General}/read", new { number = 1 }).Refused(404, "channel.not-found");
        var charles = await team.Hire(await app.Person("Charles"), "member");
        await charles.Put($"channels/{team.General}/read", new { number = 1 }).Refused(403, "channel.not-a-member");
    }

    private static Task<Answer> Read(Team team, int number) => team.Bob.Put($"channels/{team.General}/read", new { number });

    private static async Task<(int Unread, int LastRead)> Unread(Person person, string channel, long atLeast)
    {
        var item = (await person.Get("me/unreads", atLeast).Ok()).Items.Single(i => i.Text("channelId") == channel);
        return ((int)item.Long("unread"), (int)item.Long("lastRead"));
    }
}
