using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Workspaces;

/// <summary>The table of roles in the contract, row by row.</summary>
public sealed class RoleTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("guest", false)]
    [InlineData("member", true)]
    [InlineData("admin", true)]
    [InlineData("owner", true)]
    public async Task Reading_a_public_channel_without_being_in_it(string role, bool may)
    {
        var (team, person) = await With(role);
        await team.Ada.Say(team.General, "Hello");

        if (may) await person.Get($"channels/{team.General}/messages").Ok();
        else await person.Get($"channels/{team.General}/messages").Refused(404, "channel.not-found");
        if (may) await person.Post($"channels/{team.General}/join").Ok();
        else await person.Post($"channels/{team.General}/join").Refused(404, "channel.not-found");
    }

    [Theory]
    [InlineData("guest")]
    [InlineData("member")]
    [InlineData("admin")]
    [InlineData("owner")]
    public async Task Everybody_who_was_added_writes_edits_and_deletes_their_own(string role)
    {
        var (team, person) = await With(role);
        await team.Add(person, team.General);

        var number = (await person.Say(team.General, "Helo")).Number;
        await person.Patch($"channels/{team.General}/messages/{number}", new { text = "Hello" }).Ok();
        await person.Delete($"channels/{team.General}/messages/{number}").Ok(204);
        Assert.NotEmpty((await person.Get($"channels/{team.General}/messages").Ok()).Items);
    }

    [Theory]
    [InlineData("guest", false)]
    [InlineData("member", true)]
    [InlineData("admin", true)]
    [InlineData("owner", true)]
    public async Task Creating_a_channel(string role, bool may)
    {
        var (team, person) = await With(role);
        var answer = await person.Post($"workspaces/{team.Workspace}/channels", new { name = "engine room" });

        if (may) answer.Ok(201);
        else answer.Refused(403, "role.guest");
    }

    [Theory]
    [InlineData("guest", false)]
    [InlineData("member", false)]
    [InlineData("admin", true)]
    [InlineData("owner", true)]
    public async Task Deleting_what_somebody_else_wrote(string role, bool may)
    {
        var (team, person) = await With(role);
        await team.Add(person, team.General);
        var number = (await team.Bob.Say(team.General, "Hello")).Number;

        var answer = await person.Delete($"channels/{team.General}/messages/{number}");

        if (may) answer.Ok(204);
        else answer.Refused(403, "message.not-the-author");
        await person.Patch($"channels/{team.General}/messages/{number}", new { text = "Goodbye" }).Refused(403, "message.not-the-author");
    }

    [Theory]
    [InlineData("guest", false)]
    [InlineData("member", false)]
    [InlineData("admin", true)]
    [InlineData("owner", true)]
    public async Task Channel_settings_and_members(string role, bool may)
    {
        var (team, person) = await With(role);
        await team.Add(person, team.General);
        await team.Hire(team.Mallory, "guest");

        Answer[] answers =
        [
            await person.Patch($"channels/{team.General}", new { topic = "Cards" }),
            await person.Patch($"channels/{team.General}", new { name = "cards" }),
            await person.Put($"channels/{team.General}/members/{team.Mallory.Id}"),
            await person.Delete($"channels/{team.General}/members/{team.Mallory.Id}"),
            await person.Post($"channels/{team.General}/archive"),
            await person.Post($"channels/{team.General}/unarchive"),
        ];

        foreach (var answer in answers)
        {
            if (may) Assert.InRange(answer.Status, 200, 204);
            else answer.Refused(403, "role.admin-required");
        }
    }

    [Theory]
    [InlineData("guest", "guest", "role.admin-required")]
    [InlineData("member", "member", "role.admin-required")]
    [InlineData("admin", "admin", null)]
    [InlineData("admin", "owner", "role.above-own")]
    [InlineData("owner", "owner", null)]
    public async Task Adding_people_to_the_workspace(string role, string given, string? code)
    {
        var (team, person) = await With(role);
        var answer = await person.Put($"workspaces/{team.Workspace}/members/{team.Mallory.Id}", new { role = given });

        if (code is null) Assert.Equal(given, answer.Ok().Body.Text("role"));
        else answer.Refused(403, code);
    }

    [Fact]
    public async Task Adding_a_member_again_changes_nothing_and_another_role_is_a_conflict()
    {
        var team = await app.Team();

        await team.Ada.Put($"workspaces/{team.Workspace}/members/{team.Bob.Id}", new { role = "member" }).Ok();
        await team.Ada.Put($"workspaces/{team.Workspace}/members/{team.Bob.Id}", new { role = "admin" }).Refused(409, "workspace.already-a-member");
        await team.Ada.Put($"workspaces/{team.Workspace}/members/U00000000000000000000000000", new { role = "member" }).Refused(404, "user.not-found");
        await team.Ada.Put($"workspaces/{team.Workspace}/members/{team.Mallory.Id}", new { role = "emperor" }).Refused(400, "request.malformed-json");
    }

    private async Task<(Team Team, Person Person)> With(string role)
    {
        var team = await app.Team();
        return (team, await team.Hire(await app.Person("Charles"), role));
    }
}
