using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Workspaces;

public sealed class WorkspaceTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Who_makes_a_workspace_owns_it()
    {
        var ada = await app.Person("Ada");

        var made = await ada.Post("workspaces", new { name = " Analytical Engines ", slug = "engines" }).Ok(201);

        Assert.Equal($"/api/v1/workspaces/{made.Id}", made.Headers["Location"]);
        Assert.Equal(("Analytical Engines", "engines", "owner"), (made.Body.Text("name"), made.Body.Text("slug"), made.Body.Text("role")));
        Assert.Equal("owner", (await ada.Get($"workspaces/{made.Id}").Ok()).Body.Text("role"));
        Assert.Contains((await ada.Get("workspaces", made.Position).Ok()).Items, w => w.Text("id") == made.Id);
    }

    [Fact]
    public async Task Everybody_is_told_what_they_are_in_each_of_their_workspaces()
    {
        var team = await app.NewTeam();
        var own = await team.Bob.CreateWorkspace();
        var changed = await team.Ada.Patch($"workspaces/{team.Workspace}/members/{team.Bob.Id}", new { role = "guest" }).Ok();

        foreach (var shown in (IEnumerable<JsonElement>[])[
            (await team.Bob.Get("workspaces", changed.Position).Ok()).Items,
            (await team.Bob.Get("me/boot", changed.Position).Ok()).Body.GetProperty("workspaces").EnumerateArray()])
            Assert.Equal([(team.Workspace, "guest"), (own, "owner")], shown.Select(static w => (w.Text("id"), w.Text("role"))));
    }

    [Fact]
    public async Task A_stranger_learns_nothing_of_it()
    {
        var team = await app.NewTeam();

        await team.Mallory.Get($"workspaces/{team.Workspace}").Refused(404, "workspace.not-found");
        await team.Mallory.Get($"workspaces/{team.Workspace}/members").Refused(404, "workspace.not-found");
        await team.Mallory.Get($"workspaces/{team.Workspace}/channels").Refused(404, "workspace.not-found");
        await team.Mallory.Post($"workspaces/{team.Workspace}/channels", new { name = "mine" }).Refused(404, "workspace.not-found");
        await team.Mallory.Put($"workspaces/{team.Workspace}/members/{team.Mallory.Id}", new { role = "owner" }).Refused(404, "workspace.not-found");
        Assert.Empty((await team.Mallory.Get("workspaces").Ok()).Items);
    }

    [Theory]
    [InlineData("Engines", "Upper")]
    [InlineData("Engines", "-dash")]
    [InlineData("Engines", null)]
    [InlineData("", "engines-2")]
    [InlineData("two\nlines", "engines-2")]
    [InlineData(null, "engines-2")]
    public async Task A_name_or_slug_that_breaks_its_rule_is_refused(string? name, string? slug) =>
        await (await app.Person("Ada")).Post("workspaces", new { name, slug }).Refused(422, "request.invalid");

    [Fact]
    public async Task A_slug_can_be_had_once()
    {
        var (ada, bob) = (await app.Person("Ada"), await app.Person("Bob"));
        await ada.Post("workspaces", new { name = "First", slug = "contested" }).Ok(201);

        await bob.Post("workspaces", new { name = "Second", slug = "contested" }).Refused(409, "workspace.slug-taken");
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_makes_nothing_new_and_another_body_is_refused()
    {
        var ada = await app.Person("Ada");
        var body = new { name = "Once", slug = "once" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ada.Post("workspaces", body, "key").Ok(201)));

        Assert.Single(answers.Select(static a => a.Text).Distinct());
        Assert.Single((await ada.Get("workspaces", answers.Max(static a => a.Position)).Ok()).Items, w => w.Text("slug") == "once");
        await ada.Post("workspaces", new { name = "Twice", slug = "once" }, "key").Refused(422, "idempotency.key-reused");
        await ada.Post("workspaces", new { name = "Once", slug = "twice" }, "key").Refused(422, "idempotency.key-reused");
        await ada.Post("workspaces", body, new string('k', 201)).Refused(422, "idempotency.invalid-key");

        var bob = await app.Person("Bob");
        Assert.NotEqual(answers[0].Id, (await bob.Post("workspaces", new { name = "Once", slug = "bobs" }, "key").Ok(201)).Id);
    }

    [Fact]
    public async Task Members_are_listed_page_by_page_with_names_and_roles()
    {
        var team = await app.Team();
        var last = await team.Ada.Put($"workspaces/{team.Workspace}/members/{team.Mallory.Id}", new { role = "guest" }).Ok();

        var all = (await team.Bob.Get($"workspaces/{team.Workspace}/members", last.Position).Ok()).Items;
        var first = await team.Bob.Get($"workspaces/{team.Workspace}/members?limit=2").Ok();
        var rest = await team.Bob.Get($"workspaces/{team.Workspace}/members?limit=2&after={first.Next}").Ok();

        Assert.Equal(
            new[] { ("Ada", "owner"), ("Bob", "member"), ("Mallory", "guest") },
            all.Select(static m => (m.Text("displayName"), m.Text("role"))).Order());
        Assert.Equal(all.Select(static m => m.Text("id")), first.Items.Concat(rest.Items).Select(static m => m.Text("id")));
        Assert.Null(rest.Next);
    }
}
