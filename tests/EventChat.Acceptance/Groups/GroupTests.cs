using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Groups;

public sealed class GroupTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_group_is_made_mentioned_changed_and_deleted()
    {
        var team = await app.Team();
        var groups = $"workspaces/{team.Workspace}/groups";
        var made = await team.Ada.Post(groups, new { handle = "crew", name = "The crew" }, "k1").Ok(201);
        Assert.Equal(made.Id, (await team.Ada.Post(groups, new { handle = "crew", name = "The crew" }, "k1").Ok(201)).Id);
        await team.Ada.Put($"{groups}/{made.Id}/members/{team.Bob.Id}").Ok();

        var said = await team.Bob.Say(team.General, "@Crew, tea?");
        Assert.Equal([("group", made.Id)], Entities(said.Body));
        Assert.Empty(said.Body.GetProperty("mentions").EnumerateArray());

        await team.Ada.Patch($"{groups}/{made.Id}", new { handle = "team" }).Ok();
        Assert.Equal([("group", made.Id)], Entities((await team.Bob.Say(team.General, "@team @crew")).Body));
        Assert.Equal(team.Bob.Id, (await team.Bob.Get($"{groups}/{made.Id}").Ok()).Body.GetProperty("userIds")[0].GetString());
        Assert.Equal(made.Id, Assert.Single((await team.Bob.Get(groups).Ok()).Items).Text("id"));

        await team.Ada.Delete($"{groups}/{made.Id}/members/{team.Bob.Id}").Ok(204);
        await team.Ada.Delete($"{groups}/{made.Id}").Ok(204);
        await team.Bob.Get($"{groups}/{made.Id}").Refused(404, "group.not-found");
        Assert.Empty(Entities((await team.Bob.Say(team.General, "@team")).Body));
    }

    [Fact]
    public async Task A_handle_means_one_thing_and_groups_are_the_admins()
    {
        var team = await app.Team();
        var groups = $"workspaces/{team.Workspace}/groups";
        await team.Ada.Post(groups, new { handle = "crew", name = "The crew" }).Ok(201);

        foreach (var handle in (string[])["CREW", "here", team.Mallory.Username]) await team.Ada.Post(groups, new { handle, name = "Other" }).Refused(409, "group.handle-taken");
        await team.Ada.Post(groups, new { handle = "two words", name = "Other" }).Refused(422, "request.invalid");
        await team.Bob.Post(groups, new { handle = "bobs", name = "Bobs" }).Refused(403, "role.admin-required");
        await team.Mallory.Get(groups).Refused(404, "workspace.not-found");
        await team.Mallory.Post(groups, new { handle = "mine", name = "Mine" }).Refused(404, "workspace.not-found");
    }

    [Fact]
    public async Task Who_is_removed_from_the_workspace_is_in_no_group()
    {
        var team = await app.NewTeam();
        var groups = $"workspaces/{team.Workspace}/groups";
        var made = await team.Ada.Post(groups, new { handle = "crew", name = "The crew" }).Ok(201);
        await team.Ada.Put($"{groups}/{made.Id}/members/{team.Bob.Id}").Ok();
        await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}").Ok(204);
        await team.Hire(team.Bob, "member");

        Assert.Equal(0, (await team.Ada.Get($"{groups}/{made.Id}").Ok()).Body.Long("memberCount"));
    }

    private static (string, string)[] Entities(JsonElement message) =>
        [.. message.GetProperty("entities").EnumerateArray().Select(static e => (e.Text("kind"), e.Text("groupId")))];
}
