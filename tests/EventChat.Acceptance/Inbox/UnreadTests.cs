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
        await team.Bob.Post($"channels/{one}/join").Ok();
        await team.Ada.Say(one, "3");
        var last = await team.Ada.Say(one, "4");

        var unreads = await team.Bob.Get("me/unreads", last.Position).Ok();
        var items = unreads.Items;
        Assert.Equal((3, 0, 0), (unreads.Body.Long("unread"), unreads.Body.Long("mentions"), unreads.Body.Long("threads")));

        Assert.Equal(
            new[] { (team.General, 1L), (one, 2L) }.Order(),
            items.Select(static i => (i.Text("channelId"), i.Long("unread"))).Order());
    }

    [Fact]
    public async Task Who_joins_has_read_what_was_there_and_who_comes_back_too()
    {
        var team = await app.Team();
        for (var n = 1; n <= 4; n++) await team.Ada.Say(team.General, $"{n}");
        await Read(team, 2).Ok();
        await team.Bob.Post($"channels/{team.General}/leave").Ok(204);
        var gone = await team.Bob.Get("me/unreads").Ok();
        await team.Ada.Say(team.General, "5");
        var back = await team.Bob.Post($"channels/{team.General}/join").Ok();

        Assert.DoesNotContain(gone.Items, i => i.Text("channelId") == team.General);
        Assert.Equal((0, 5), await Unread(team.Bob, team.General, back.Position));
        Assert.Equal((2, 3), await Unread(team.Bob, team.General, (await Read(team, 3).Ok()).Position));
        Assert.Equal((3, 2), await Unread(team.Bob, team.General, (await Read(team, 2).Ok()).Position));
        Assert.Equal((0, 5), await Unread(team.Bob, team.General, (await Read(team, 5).Ok()).Position));
    }

    [Fact]
    public async Task A_reply_is_unread_in_the_channel_only_where_it_was_shown_there_too()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "1");
        await team.Ada.Post($"channels/{team.General}/messages", new { text = "2", threadRoot = 1 }).Ok(201);
        var shown = await team.Ada.Post($"channels/{team.General}/messages", new { text = "3", threadRoot = 1, broadcast = true }).Ok(201);

        Assert.Equal((2, 0), await Unread(team.Bob, team.General, shown.Position));
        Assert.Equal(1, (await Read(team, 1).Ok()).Body.Long("unread"));
        Assert.Equal((0, 1), await Unread(team.Bob, team.General, (await team.Ada.Delete($"channels/{team.General}/messages/3").Ok(204)).Position));
    }

    [Fact]
    public async Task All_that_is_unread_in_a_workspace_is_read_at_once_and_nothing_elsewhere()
    {
        var team = await app.NewTeam();
        var (other, elsewhere) = (await team.Ada.CreateChannel(team.Workspace), await Team.Gather(team.Ada, team.Bob, team.Mallory));
        await team.Add(team.Bob, other);
        foreach (var channel in (string[])[team.General, other, elsewhere.General]) await team.Ada.Say(channel, "Hello");

        var read = await team.Bob.Post($"workspaces/{team.Workspace}/read").Ok(204);
        var again = await team.Bob.Post($"workspaces/{team.Workspace}/read").Ok(204);

        Assert.Equal((0, 1), await Unread(team.Bob, team.General, read.Position));
        Assert.Equal((0, 1), await Unread(team.Bob, other, read.Position));
        Assert.Equal((1, 0), await Unread(team.Bob, elsewhere.General, again.Position));
        Assert.Equal((1, 1), await Unread(team.Bob, team.General, (await team.Ada.Say(team.General, "Still there?")).Position));
        await team.Mallory.At(app.Server).Post($"workspaces/W00000000000000000000000000/read").Refused(404, "workspace.not-found");
    }

    [Fact]
    public async Task A_mark_on_one_device_is_told_to_the_others_in_order_and_to_nobody_else()
    {
        var team = await app.Team();
        await using var phone = await HubClient.Connect(await team.Bob.SignIn());
        await using var laptop = await HubClient.Connect(team.Bob);
        await using var ada = await HubClient.Connect(team.Ada);
        for (var n = 1; n <= 3; n++) await team.Ada.Say(team.General, $"{n}");
        await Read(team, 1).Ok();
        await Read(team, 3).Ok();
        await team.Bob.Post($"workspaces/{team.Workspace}/read").Ok(204);
        await team.Ada.Say(team.General, "4");
        await team.Bob.Post($"workspaces/{team.Workspace}/read").Ok(204);
        var last = await team.Ada.Say(team.General, "5");

        foreach (var device in (HubClient[])[phone, laptop])
        {
            await device.UntilPosition(last.Position);
            var told = device.Calls.Where(static c => c.Target == "UnreadChanged").Select(static c => c.Argument).ToList();
            Assert.All(told, c => Assert.Equal(team.General, c.Text("channelId")));
            Assert.Equal([(1, 2, 6), (3, 0, 6), (4, 0, 7)], told.Select(static c => (c.Long("lastRead"), c.Long("unread"), c.Long("version"))));
            Assert.Equal(device.Calls.Select(static c => c.Argument.Long("position")).Order(), device.Calls.Select(static c => c.Argument.Long("position")));
        }

        await ada.UntilPosition(last.Position);
        Assert.DoesNotContain(ada.Calls, static c => c.Target != "Event");
    }

    [Fact]
    public async Task A_mark_stays_within_the_channel()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "1");

        await Read(team, 2).Refused(422, "inbox.number-beyond-end");
        await Read(team, int.MaxValue).Refused(422, "inbox.number-beyond-end");
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
