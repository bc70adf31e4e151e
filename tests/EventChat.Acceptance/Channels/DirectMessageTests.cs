using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Channels;

/// <summary>A direct message is a channel that nobody but its people learns of, admins and owners included.</summary>
public sealed class DirectMessageTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_same_people_meet_in_one_whoever_opens_it_and_wherever()
    {
        var team = await app.Team();
        var there = team.At(await app.Another());

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? Open(team, team.Ada, team.Bob.Id) : Open(there, there.Bob, team.Ada.Id, team.Ada.Id)));

        var id = Assert.Single(answers.Select(static a => a.Id).Distinct());
        Assert.StartsWith("D", id, StringComparison.Ordinal);
        Assert.Equal(1, answers.Count(static a => a.Status == 201));
        Assert.All(answers, a => Assert.Equal(
            ("dm", 2, Ids(team.Ada, team.Bob)), (a.Body.Text("kind"), a.Body.Long("memberCount"), string.Join(' ', a.Body.GetProperty("userIds").EnumerateArray()))));
        Assert.Equal("Hello", (await Say(team.Ada, id, "Hello", team.Bob)).Text("text"));
    }

    [Fact]
    public async Task Oneself_alone_is_a_note_to_self()
    {
        var team = await app.Team();
        var note = await Open(team, team.Bob);

        Assert.Equal(note.Id, (await Open(team, team.Bob, team.Bob.Id)).Id);
        Assert.Equal("Tea", (await Say(team.Bob, note.Id, "Tea", team.Bob)).Text("text"));
        await team.Ada.Get($"channels/{note.Id}").Refused(404, "channel.not-found");
    }

    [Fact]
    public async Task Its_people_find_it_in_their_lists_and_hear_of_it()
    {
        var team = await app.NewTeam();
        await team.Hire(team.Mallory, "owner");
        await using var bob = await HubClient.Connect(team.Bob);
        await using var mallory = await HubClient.Connect(team.Mallory);
        var dm = await Open(team, team.Ada, team.Bob.Id);
        var said = await team.Ada.Say(dm.Id, "Psst");
        await bob.UntilHeard(dm.Id, 1);
        await team.Mallory.Post($"channels/{team.General}/join").Ok();
        await mallory.UntilPosition((await team.Ada.Say(team.General, "Hello")).Position);

        Assert.Empty(mallory.In(dm.Id));
        Assert.Equal((true, true, true), await Finds(team.Bob));
        Assert.Equal((false, false, false), await Finds(team.Mallory));
        var boot = (await team.Bob.Get("me/boot", said.Position).Ok()).Body.GetProperty("channels").EnumerateArray().Single(c => c.Text("id") == dm.Id);
        Assert.Equal(("dm", 1, Ids(team.Ada, team.Bob)), (boot.Text("kind"), boot.Long("unread"), string.Join(' ', boot.GetProperty("userIds").EnumerateArray())));

        async Task<(bool List, bool Boot, bool Unread)> Finds(Person person) => (
            (await person.Get($"workspaces/{team.Workspace}/channels", said.Position).Ok()).Items.Any(c => c.Text("id") == dm.Id && c.Text("kind") == "dm"),
            (await person.Get("me/boot", said.Position).Ok()).Body.GetProperty("channels").EnumerateArray().Any(c => c.Text("id") == dm.Id),
            (await person.Get("me/unreads", said.Position).Ok()).Items.Any(c => c.Text("channelId") == dm.Id));
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("member")]
    [InlineData("stranger")]
    public async Task Nobody_else_learns_that_it_exists(string who)
    {
        var team = await app.Team();
        var charles = await team.Hire(await app.Person("Charles"), "member");
        var dm = (await Open(team, team.Bob, charles.Id)).Id;
        await team.Bob.Say(dm, "The combination is 4711");
        var outsider = who switch { "owner" => team.Ada, "member" => await team.Hire(await app.Person("Dora"), "member"), _ => team.Mallory };

        var answers = await Ask(outsider, dm);
        var absent = await Ask(outsider, "D00000000000000000000000000");

        Assert.All(answers, static a => a.Refused(404, "channel.not-found"));
        Assert.Equal(absent.Select(static a => a.Text), answers.Select(a => a.Text.Replace(dm, "D00000000000000000000000000")));
    }

    [Fact]
    public async Task It_stays_as_it_was_made()
    {
        var team = await app.Team();
        var dm = (await Open(team, team.Ada, team.Bob.Id)).Id;

        foreach (var answer in (await Ask(team.Ada, dm)).Skip(3)) answer.Refused(422, "channel.is-direct");
        await team.Ada.Delete($"channels/{dm}/members/{team.Bob.Id}").Refused(422, "channel.is-direct");
        await team.Ada.CreateChannel(team.Workspace, "found");
        await team.Ada.Post($"workspaces/{team.Workspace}/channels", new { name = "x", kind = "dm" }).Refused(422, "request.invalid");
        await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { channelIds = new[] { dm } }).Refused(404, "channel.not-found");
    }

    [Fact]
    public async Task Only_people_of_the_workspace_begin_and_are_asked()
    {
        var team = await app.Team();
        var guest = await team.Hire(await app.Person("Guest"), "guest");
        var path = $"workspaces/{team.Workspace}/dms";

        await team.Ada.Post(path, new { userIds = new[] { team.Mallory.Id } }).Refused(404, "user.not-found");
        await team.Mallory.Post(path, new { userIds = new[] { team.Ada.Id } }).Refused(404, "workspace.not-found");
        await guest.Post(path, new { userIds = new[] { team.Ada.Id } }).Refused(403, "role.guest");
        await team.Ada.Post(path, new { }).Refused(422, "request.invalid");
        await team.Ada.Post(path, new { userIds = Enumerable.Range(0, 9).Select(static n => $"U0000000000000000000000000{n}") }).Refused(422, "channel.too-many-people");
        await Say(team.Bob, (await Open(team, team.Bob, guest.Id)).Id, "Welcome", guest);
    }

    [Fact]
    public async Task One_more_person_makes_another_and_the_first_stays_as_it_was()
    {
        var team = await app.Team();
        var (charles, dora) = (await team.Hire(await app.Person("Charles"), "member"), await team.Hire(await app.Person("Dora"), "guest"));
        var two = await Open(team, team.Ada, team.Bob.Id);
        await team.Ada.Say(two.Id, "Between us");

        var three = await team.Bob.Post($"channels/{two.Id}/dms", new { userIds = new[] { charles.Id } }).Ok(201);
        var four = await charles.Post($"channels/{three.Id}/dms", new { userIds = new[] { dora.Id, team.Ada.Id } }).Ok(201);

        Assert.Equal(Ids(team.Ada, team.Bob, charles), string.Join(' ', three.Body.GetProperty("userIds").EnumerateArray()));
        Assert.Equal(Ids(team.Ada, team.Bob, charles, dora), string.Join(' ', four.Body.GetProperty("userIds").EnumerateArray()));
        Assert.Equal((0, 1), (three.Body.Long("lastNumber"), (await team.Bob.Get($"channels/{two.Id}").Ok()).Body.Long("lastNumber")));
        Assert.Equal(Ids(team.Ada, team.Bob), string.Join(' ', (await team.Bob.Get($"channels/{two.Id}").Ok()).Body.GetProperty("userIds").EnumerateArray()));
        Assert.Equal(three.Id, (await team.Ada.Post($"channels/{two.Id}/dms", new { userIds = new[] { charles.Id } }).Ok()).Id);
        Assert.Equal(three.Id, (await Open(team, charles, team.Bob.Id, team.Ada.Id)).Id);
        Assert.Equal(two.Id, (await team.Ada.Post($"channels/{two.Id}/dms", new { userIds = new[] { team.Bob.Id } }).Ok()).Id);
        await charles.Get($"channels/{two.Id}").Refused(404, "channel.not-found");
    }

    [Fact]
    public async Task It_is_hidden_for_oneself_until_something_newer_is_said_or_one_looks_for_it()
    {
        var team = await app.NewTeam();
        var dm = (await Open(team, team.Ada, team.Bob.Id)).Id;
        await team.Ada.Say(dm, "Hello");
        await using var laptop = await HubClient.Connect(team.Bob);

        var hidden = (await team.Bob.Put($"me/hidden-dms/{dm}").Ok(204)).Position;
        Assert.Equal((false, true, false, false, true), await Finds(team.Bob, hidden));
        Assert.Equal((true, true, true, true, true), await Finds(team.Ada, hidden));
        await team.Bob.Put($"me/hidden-dms/{dm}").Ok(204);
        Assert.Equal((true, true, true, true, true), await Finds(team.Bob, (await team.Ada.Say(dm, "Bob?")).Position));

        await team.Bob.Put($"me/hidden-dms/{dm}").Ok(204);
        Assert.Equal((true, true, true, true, true), await Finds(team.Bob, (await team.Bob.Delete($"me/hidden-dms/{dm}").Ok(204)).Position));
        await team.Bob.Delete($"me/hidden-dms/{dm}").Ok(204);
        await laptop.UntilPosition((await team.Ada.Say(dm, "Bob!")).Position);
        Assert.Equal([true, true, false], laptop.Calls.Where(static c => c.Target == "VisibilityChanged").Select(static c => c.Argument.GetProperty("hidden").GetBoolean()));

        foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Delete])
        {
            await team.Bob.Send(method, $"me/hidden-dms/{team.General}", null).Refused(422, "channel.not-direct");
            await team.Mallory.Send(method, $"me/hidden-dms/{dm}", null).Refused(404, "channel.not-found");
            await team.Bob.Send(method, "me/hidden-dms/D00000000000000000000000000", null).Refused(404, "channel.not-found");
        }

        async Task<(bool List, bool Whole, bool Boot, bool Unread, bool WholeBoot)> Finds(Person person, long position) => (
            (await person.Get($"workspaces/{team.Workspace}/channels", position).Ok()).Items.Any(c => c.Text("id") == dm),
            (await person.Get($"workspaces/{team.Workspace}/channels?hidden=true", position).Ok()).Items.Any(c => c.Text("id") == dm),
            (await person.Get("me/boot", position).Ok()).Body.GetProperty("channels").EnumerateArray().Any(c => c.Text("id") == dm),
            (await person.Get("me/unreads", position).Ok()).Items.Any(c => c.Text("channelId") == dm),
            (await person.Get("me/boot?hidden=true", position).Ok()).Body.GetProperty("channels").EnumerateArray().Any(c => c.Text("id") == dm));
    }

    [Fact]
    public async Task Only_its_people_enlarge_one_by_people_of_the_workspace_and_up_to_nine()
    {
        var team = await app.Team();
        var guest = await team.Hire(await app.Person("Guest"), "guest");
        var dm = (await Open(team, team.Ada, guest.Id)).Id;

        await team.Bob.Post($"channels/{dm}/dms", new { userIds = new[] { team.Bob.Id } }).Refused(404, "channel.not-found");
        await team.Ada.Post($"channels/{dm}/dms", new { userIds = new[] { team.Mallory.Id } }).Refused(404, "user.not-found");
        await team.Ada.Post($"channels/{dm}/dms", new { userIds = Array.Empty<string>() }).Refused(422, "request.invalid");
        await team.Ada.Post($"channels/{dm}/dms", new { }).Refused(422, "request.invalid");
        await team.Ada.Post($"channels/{dm}/dms", new { userIds = Enumerable.Range(0, 8).Select(static n => $"U0000000000000000000000000{n}") }).Refused(422, "channel.too-many-people");
        await team.Ada.Post($"channels/{dm}/dms", """{"userIds":["Bob"]}""").Refused(400, "request.malformed-json");
        await guest.Post($"channels/{dm}/dms", new { userIds = new[] { team.Bob.Id } }).Refused(403, "role.guest");
        await team.Ada.Post($"channels/{team.General}/dms", new { userIds = new[] { team.Bob.Id } }).Refused(422, "channel.not-direct");
    }

    private static async Task<Answer[]> Ask(Person person, string dm) =>
    [
        await person.Get($"channels/{dm}"), await person.Get($"channels/{dm}/messages"), await person.Get($"channels/{dm}/members"),
        await person.Patch($"channels/{dm}", new { name = "found" }), await person.Patch($"channels/{dm}", new { topic = "found" }),
        await person.Post($"channels/{dm}/archive"), await person.Post($"channels/{dm}/unarchive"), await person.Post($"channels/{dm}/join"),
        await person.Post($"channels/{dm}/leave"), await person.Put($"channels/{dm}/members/{person.Id}"), await person.Delete($"channels/{dm}/members/{person.Id}"),
    ];

    private static async Task<Answer> Open(Team team, Person by, params string[] with)
    {
        var answer = await by.Post($"workspaces/{team.Workspace}/dms", new { userIds = with });
        return answer.Status == 201 ? answer : answer.Ok();
    }

    private static async Task<System.Text.Json.JsonElement> Say(Person speaker, string dm, string text, Person reader) =>
        (await reader.ReadBack(dm, atLeast: (await speaker.Say(dm, text)).Position))[^1];

    private static string Ids(params Person[] people) => string.Join(' ', people.Select(static p => p.Id).Order(StringComparer.Ordinal));
}
