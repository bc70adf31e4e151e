using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Compliance;

/// <summary>Legal holds over REST: placed, listed and released by officers alone.</summary>
public sealed class HoldTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_hold_is_placed_listed_and_released_and_all_of_it_is_on_record()
    {
        var team = await Team();
        var placed = await team.Bob.Post(
            Holds(team), new { name = " Case 7 ", userIds = new[] { team.Ada.Id }, channelIds = new[] { team.General }, from = "2030-01-01T00:00:00+01:00", to = "2031-01-01T00:00:00Z", query = "tea", reason = "Court" }).Ok(201);

        Assert.StartsWith("H", placed.Id, StringComparison.Ordinal);
        Assert.Equal(("Case 7", team.Bob.Id, "2029-12-31T23:00:00.000Z"), (placed.Body.Text("name"), placed.Body.Text("placedBy"), placed.Body.Text("from")));
        Assert.Equal(placed.Id, (await team.Bob.Get($"{Holds(team)}?reason=Look").Ok()).Items.Single().Text("id"));
        await team.Bob.Delete($"compliance/holds/{placed.Id}?reason=Closed").Ok(204);
        await team.Bob.Delete($"compliance/holds/{placed.Id}").Ok(204);

        var released = (await team.Bob.Get(Holds(team)).Ok()).Items.Single();
        Assert.Equal((team.Bob.Id, "Closed"), (released.Text("releasedBy"), released.Text("releaseReason")));
        var record = (await team.Ada.Get($"compliance/workspaces/{team.Workspace}/record").Ok()).Items;
        Assert.Equal(
            ["governance.shown", "governance.shown", "governance.hold-released", "governance.shown", "governance.hold-placed"],
            record.Select(static e => e.Text("action")));
        Assert.Equal(placed.Position, record[^1].Long("position"));
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_places_one_hold()
    {
        var team = await Team();
        var hold = new { name = "Case 7", userIds = new[] { team.Ada.Id } };
        var first = await team.Bob.Post(Holds(team), hold, "k1").Ok(201);

        Assert.Equal(first.Id, (await team.Bob.Post(Holds(team), hold, "k1").Ok(201)).Id);
        await team.Bob.Post(Holds(team), new { name = "Case 8", userIds = new[] { team.Ada.Id } }, "k1").Refused(422, "idempotency.key-reused");
        Assert.Single((await team.Bob.Get(Holds(team)).Ok()).Items);
    }

    [Fact]
    public async Task Bad_holds_are_refused_with_a_code_each()
    {
        var team = await Team();
        var other = await team.Bob.CreateChannel(await team.Bob.CreateWorkspace());

        await Place(new { userIds = new[] { team.Ada.Id } }).Refused(422, "request.invalid");
        await Place(new { name = "Case 7", userIds = new[] { team.Ada.Id }, reason = "" }).Refused(422, "request.invalid");
        await Place(new { name = "Case 7" }).Refused(422, "hold.nothing-held");
        await Place(new { name = "Case 7", userIds = new[] { team.Mallory.Id } }).Refused(422, "hold.stranger");
        await Place(new { name = "Case 7", channelIds = new[] { other } }).Refused(422, "hold.unknown-channel");
        await Place(new { name = "Case 7", channelIds = new[] { "C00000000000000000000000000" } }).Refused(422, "hold.unknown-channel");
        await Place(new { name = "Case 7", query = "tea", from = "2030-01-01T00:00:00Z", to = "2030-01-01T00:00:00Z" }).Refused(422, "hold.ends-before-it-begins");
        await Place(new { name = "Case 7", channelIds = Enumerable.Range(0, 501).Select(static n => $"C000000000000000000000{n:D5}") }).Refused(422, "hold.too-wide");
        Assert.Empty((await team.Bob.Get(Holds(team)).Ok()).Items);

        Task<Answer> Place(object hold) => team.Bob.Post(Holds(team), hold);
    }

    [Fact]
    public async Task A_person_who_has_left_can_be_held_and_a_direct_message_too()
    {
        var team = await Team();
        var grace = await team.Hire(await app.Person("Grace"), "member");
        var dm = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { grace.Id } }).Ok(201)).Id;
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{grace.Id}").Ok(204);

        await team.Bob.Post(Holds(team), new { name = "Case 7", userIds = new[] { grace.Id }, channelIds = new[] { dm } }).Ok(201);
    }

    [Fact]
    public async Task Nobody_else_sees_or_touches_a_hold()
    {
        var team = await Team();
        var hold = (await team.Bob.Post(Holds(team), new { name = "Case 7", query = "tea" }).Ok(201)).Id;

        await team.Ada.Get(Holds(team)).Refused(403, "compliance.officers-only");
        await team.Ada.Post(Holds(team), new { name = "Mine", query = "tea" }).Refused(403, "compliance.officers-only");
        await team.Ada.Delete($"compliance/holds/{hold}").Refused(403, "compliance.officers-only");
        await team.Mallory.Get(Holds(team)).Refused(404, "workspace.not-found");
        await team.Mallory.Delete($"compliance/holds/{hold}").Refused(404, "hold.not-found");
        await team.Bob.Delete("compliance/holds/H00000000000000000000000000").Refused(404, "hold.not-found");
    }

    private static string Holds(Team team) => $"compliance/workspaces/{team.Workspace}/holds";

    /// <summary>Bob is the officer.</summary>
    private async Task<Team> Team()
    {
        var team = await app.Team();
        await team.Appoint(team.Bob);
        return team;
    }
}
