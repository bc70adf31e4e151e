using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Workspaces;

/// <summary>A workspace is deleted after a period of grace, in which it is read and nothing is written.</summary>
public sealed class DeletionTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task During_the_grace_everything_is_read_and_nothing_is_written()
    {
        var team = await app.Team();
        await team.Bob.Say(team.General, "Hello");
        await team.Bob.Delete($"workspaces/{team.Workspace}").Refused(403, "role.owner-required");

        await team.Ada.Delete($"workspaces/{team.Workspace}").Ok(204);

        Assert.NotEmpty((await team.Bob.Get($"channels/{team.General}/messages").Ok()).Items);
        Assert.True((await team.Bob.Get($"workspaces/{team.Workspace}").Ok()).Body.Has("deletionDue"));
        Answer[] refused =
        [
            await team.Bob.Post($"channels/{team.General}/messages", new { text = "Still?" }),
            await team.Bob.Patch($"channels/{team.General}/messages/1", new { text = "Still?" }),
            await team.Bob.Delete($"channels/{team.General}/messages/1"),
            await team.Bob.Put($"channels/{team.General}/messages/1/reactions/👋"),
            await team.Bob.Post($"channels/{team.General}/leave"),
            await team.Bob.Post($"workspaces/{team.Workspace}/channels", new { name = "new" }),
            await team.Ada.Patch($"channels/{team.General}", new { topic = "Last words" }),
            await team.Ada.Patch($"workspaces/{team.Workspace}", new { name = "Last words" }),
            await team.Ada.Put($"workspaces/{team.Workspace}/members/{team.Mallory.Id}", new { role = "member" }),
            await team.Ada.Delete($"workspaces/{team.Workspace}/members/{team.Bob.Id}"),
        ];
        Assert.All(refused, static answer => answer.Refused(409, "workspace.being-deleted"));
    }

    [Fact]
    public async Task During_the_grace_nobody_comes_in_and_no_direct_message_is_begun()
    {
        var team = await app.Team();
        var (invites, dms) = ($"workspaces/{team.Workspace}/invites", $"workspaces/{team.Workspace}/dms");
        var accept = $"invites/{(await team.Ada.Post(invites, new { }).Ok(201)).Body.Text("code")}/accept";
        await team.Ada.Post(dms, new { userIds = new[] { team.Bob.Id } }).Ok(201);

        await team.Ada.Delete($"workspaces/{team.Workspace}").Ok(204);

        await team.Ada.Post(invites, new { }).Refused(409, "workspace.being-deleted");
        await team.Ada.Post(dms, new { userIds = new[] { team.Bob.Id } }).Refused(409, "workspace.being-deleted");
        await team.Bob.Post(dms, new { userIds = Array.Empty<string>() }).Refused(409, "workspace.being-deleted");
        var unknown = await team.Mallory.Post("invites/nonsense/accept").Refused(404, "invite.not-found");
        Assert.Equal(unknown.Text, (await team.Mallory.Post(accept).Refused(404, "invite.not-found")).Text);

        await team.Ada.Post($"workspaces/{team.Workspace}/restore").Ok();
        await team.Mallory.Post(accept).Ok();
    }

    [Fact]
    public async Task An_owner_restores_it_and_all_is_as_before()
    {
        var team = await app.Team();
        await team.Ada.Delete($"workspaces/{team.Workspace}").Ok(204);
        await team.Bob.Post($"workspaces/{team.Workspace}/restore").Refused(403, "role.owner-required");

        Assert.False((await team.Ada.Post($"workspaces/{team.Workspace}/restore").Ok()).Body.Has("deletionDue"));

        await team.Bob.Say(team.General, "Hello again");
        await team.Bob.CreateChannel(team.Workspace);
    }

    [Fact]
    public async Task When_the_grace_is_over_nobody_is_left_in_it_and_its_slug_is_free()
    {
        var team = (await app.Team()).At(await app.Another("--Workspaces:DeletionGraceDays", "0"));
        var slug = (await team.Ada.Get($"workspaces/{team.Workspace}").Ok()).Body.Text("slug");

        await team.Ada.Delete($"workspaces/{team.Workspace}").Ok(204);

        foreach (var person in (Person[])[team.Ada, team.Bob])
            await Eventually.True(
                async () => (await person.Get($"channels/{team.General}/messages")).Status == 404, TimeSpan.FromSeconds(30), () => $"{person.Name} still reads");
        await team.Ada.Get($"workspaces/{team.Workspace}").Refused(404, "workspace.not-found");
        await team.Ada.Post($"workspaces/{team.Workspace}/restore").Refused(404, "workspace.not-found");
        await Eventually.True(
            async () => (await team.Bob.Post("workspaces", new { name = "Heirs", slug })).Status == 201, TimeSpan.FromSeconds(30), static () => "the slug is taken");
    }
}
