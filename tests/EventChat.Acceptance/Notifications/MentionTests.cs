using EventChat.Acceptance.Support;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;

namespace EventChat.Acceptance.Notifications;

public sealed class MentionTests(App app) : IClassFixture<App>
{
    private static readonly TextEntity Everyone = new(EntityKind.Everyone, 0, 8), Here = new(EntityKind.Here, 0, 5);

    [Fact]
    public async Task Whoever_takes_a_reaction_back_takes_back_nothing_else()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "@channel Tea is ready");
        await team.Bob.Put($"channels/{team.General}/messages/1/reactions/👋").Ok(204);
        var taken = await team.Bob.Delete($"channels/{team.General}/messages/1/reactions/👋").Ok(204);

        var feed = (await team.Bob.Get("me/notifications", taken.Position).Ok()).Items;

        Assert.Contains("everyone", feed.Select(static told => told.Text("reason")));
    }

    [Fact]
    public async Task Who_is_named_is_told_and_no_longer_when_they_are_not()
    {
        var team = await app.NewTeam();
        await Say(team, "@bob", Named(team.Bob));
        Assert.Equal(["mention @bob"], await Feed(team.Bob));

        await Edit(team, 1, "nobody");
        Assert.Empty(await Feed(team.Bob));
        await Edit(team, 1, "@bob after all", Named(team.Bob));
        Assert.Equal(["mention @bob after all"], await Feed(team.Bob));
        await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);
        Assert.Empty(await Feed(team.Bob));
    }

    [Fact]
    public async Task Strangers_and_the_author_are_never_told_whoever_is_named()
    {
        var team = await app.NewTeam();

        await Say(team, "@mallory @ada @channel", Named(team.Mallory), Named(team.Ada), Everyone);

        Assert.Equal(["everyone @mallory @ada @channel"], await Feed(team.Bob));
        foreach (var person in (Person[])[team.Ada, team.Mallory]) Assert.Empty(await Feed(person));
    }

    [Fact]
    public async Task Everybody_is_told_but_who_has_muted_and_who_came_later()
    {
        var team = await app.NewTeam();
        var (carol, dan) = (await app.Person("Carol"), await app.Person("Dan"));
        foreach (var person in (Person[])[carol, dan, team.Mallory]) await team.Hire(person, "member");
        foreach (var person in (Person[])[carol, dan]) await person.Post($"channels/{team.General}/join").Ok();
        await carol.Put($"channels/{team.General}/preferences", new { muted = true }).Ok();
        await Say(team, "@channel", Everyone);
        await team.Mallory.Post($"channels/{team.General}/join").Ok();

        Assert.Equal(["everyone @channel"], await Feed(team.Bob));
        Assert.Equal(["everyone @channel"], await Feed(dan));
        foreach (var person in (Person[])[carol, team.Mallory]) Assert.Empty(await Feed(person));

        await dan.Post($"channels/{team.General}/leave").Ok(204);
        Assert.Empty(await Feed(dan));
        await team.Bob.Put($"channels/{team.General}/read", new { number = 1 }).Ok();
        Assert.DoesNotContain((await team.Bob.Get("me/notifications?unread=true", await Head()).Ok()).Items, static t => t.Text("reason") == "everyone");
        await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);
        Assert.Empty(await Feed(team.Bob));
    }

    [Fact]
    public async Task Who_is_active_hears_of_here()
    {
        var team = await app.NewTeam();
        await Say(team, "@here", Here);

        Assert.Equal(["here @here"], await Feed(team.Bob));
    }

    [Fact]
    public async Task Whose_group_is_named_is_told_where_they_are_in_the_channel()
    {
        var team = await app.NewTeam();
        var (carol, dan) = (await app.Person("Carol"), await app.Person("Dan"));
        foreach (var person in (Person[])[carol, dan, team.Mallory]) await team.Hire(person, "member");
        foreach (var person in (Person[])[carol, dan]) await person.Post($"channels/{team.General}/join").Ok();
        await carol.Put($"channels/{team.General}/preferences", new { level = "nothing" }).Ok();
        var crew = await team.Group("crew", team.Ada, team.Bob, carol, team.Mallory);
        await using var bob = await HubClient.Connect(team.Bob);

        await team.Ada.Say(team.General, "@crew, tea?");

        Assert.Equal(["group @crew, tea?"], await Feed(team.Bob));
        foreach (var person in (Person[])[team.Ada, carol, dan, team.Mallory]) Assert.Empty(await Feed(person));
        await bob.Until(static hub => hub.Told.Count >= 1);
        Assert.Equal("group", bob.Told[0].Text("reason"));

        await team.Ada.Delete($"workspaces/{team.Workspace}/groups/{crew}/members/{team.Bob.Id}").Ok(204);
        await team.Ada.Put($"workspaces/{team.Workspace}/groups/{crew}/members/{dan.Id}").Ok();
        await team.Ada.Say(team.General, "@crew, cake?");
        Assert.Equal(["group @crew, tea?"], await Feed(team.Bob));
        Assert.Equal(["group @crew, cake?"], await Feed(dan));
    }

    [Fact]
    public async Task An_edit_tells_whose_group_it_names_anew_and_takes_back_what_no_longer_stands()
    {
        var team = await app.NewTeam();
        await team.Group("crew", team.Bob);
        await team.Ada.Say(team.General, "nobody");
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "@crew" }).Ok();
        Assert.Equal(["group @crew"], await Feed(team.Bob));

        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = $"@crew @{team.Bob.Username}" }).Ok();
        Assert.Equal([$"mention @crew @{team.Bob.Username}"], await Feed(team.Bob));
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "@crew again" }).Ok();
        Assert.Equal(["group @crew again"], await Feed(team.Bob));
        await team.Ada.Patch($"channels/{team.General}/messages/1", new { text = "nobody" }).Ok();
        Assert.Empty(await Feed(team.Bob));
    }

    [Fact]
    public async Task Connections_are_told_at_once_and_only_those_it_is_for()
    {
        var team = await app.NewTeam();
        var there = team.At(await app.Another());
        await using var bob = await HubClient.Connect(there.Bob);
        await using var mallory = await HubClient.Connect(team.Mallory);
        await Say(team, "@bob @mallory", Named(team.Bob), Named(team.Mallory));
        await Say(team, "@channel", Everyone);
        await bob.Until(static hub => hub.Told.Count >= 2);
        await team.Bob.Put($"channels/{team.General}/preferences", new { muted = true }).Ok();
        await Say(team, "@channel", Everyone);
        await Say(team, "@bob", Named(team.Bob));

        await bob.Until(static hub => hub.Told.Count >= 3);

        Assert.Equal(
            [("mention", 1, false), ("everyone", 2, false), ("mention", 4, true)],
            bob.Told.Select(static t => (t.Text("reason"), t.GetProperty("number").GetInt32(), t.GetProperty("quiet").GetBoolean())));
        Assert.All(bob.Told, t => Assert.Equal((team.Ada.Id, team.General), (t.Text("actor"), t.Text("channelId"))));
        Assert.Empty(mallory.Told);

        await team.Bob.Put("me/notifications/read", new { position = await Head() }).Ok();
        await bob.Until(static hub => hub.Calls.Any(static call => call.Target == "NotificationsRead"));
    }

    private static TextEntity Named(Person person) => new(EntityKind.User, 0, 4, UserId: Id.Parse<UserId>(person.Id));

    private Task Say(Team team, string text, params TextEntity[] entities) =>
        Do(team, new SendMessage(Id.Parse<ChannelId>(team.General), text, Entities: TextEntities.Of(entities)));

    private Task Edit(Team team, int number, string text, params TextEntity[] entities) =>
        Do(team, new EditMessage(Id.Parse<ChannelId>(team.General), number, text, entities.Length > 0 ? TextEntities.Of(entities) : null));

    private async Task Do(Team team, ICommand<Commands.Channels.Channel> command) =>
        Assert.Null((await app.Server.Get<CommandHandler>().Handle(command, new Caller(Id.Parse<UserId>(team.Ada.Id)))).Refusal);

    private async Task<IReadOnlyList<string>> Feed(Person person) =>
        [.. (await person.Get("me/notifications", await Head()).Ok()).Items.Where(static t => t.Text("reason") != "invite").Select(static t => $"{t.Text("reason")} {t.Text("text")}")];

    private async Task<long> Head() => (await app.Server.Get<EventChat.Events.Store.IEventStore>().ReadHead(CancellationToken.None)).Value;
}
