using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Members;

public sealed class MemberTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task People_join_leave_are_added_and_removed()
    {
        var team = await app.Team();
        var charles = await team.Hire(await app.Person("Charles"), "member");

        var joined = await charles.Post($"channels/{team.General}/join").Ok();
        Assert.Equal((charles.Id, charles.Username, "Charles"), (joined.Id, joined.Body.Text("username"), joined.Body.Text("displayName")));
        Assert.True(joined.Body.Has("joinedAt"));
        Assert.Equal(3, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("memberCount"));

        await charles.Post($"channels/{team.General}/leave").Ok(204);
        await charles.Post($"channels/{team.General}/messages", new { text = "Hello" }).Refused(403, "channel.not-a-member");
        var added = await team.Add(charles, team.General);
        Assert.Equal((charles.Id, charles.Username, "Charles"), (added.Id, added.Body.Text("username"), added.Body.Text("displayName")));
        var listed = (await team.Ada.Get($"channels/{team.General}/members", added.Position).Ok()).Items.Single(m => m.Text("id") == charles.Id);
        Assert.Equal(listed.GetRawText(), added.Text);
        await charles.Say(team.General, "Hello");

        var removed = await team.Ada.Delete($"channels/{team.General}/members/{charles.Id}").Ok(204);
        await charles.Post($"channels/{team.General}/messages", new { text = "Hello?" }).Refused(403, "channel.not-a-member");
        Assert.Equal(
            new[] { "Ada", "Bob" }, (await team.Ada.Get($"channels/{team.General}/members", removed.Position).Ok()).Items.Select(static m => m.Text("displayName")).Order());
    }

    [Fact]
    public async Task Doing_it_twice_changes_nothing()
    {
        var team = await app.Team();
        var before = (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version");

        await team.Bob.Post($"channels/{team.General}/join").Ok();
        await team.Add(team.Bob, team.General);
        Assert.Equal(before, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version"));

        await team.Bob.Post($"channels/{team.General}/leave").Ok(204);
        await team.Bob.Post($"channels/{team.General}/leave").Ok(204);
        await team.Ada.Delete($"channels/{team.General}/members/{team.Bob.Id}").Ok(204);
        Assert.Equal(before + 1, (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version"));
    }

    [Fact]
    public async Task Only_people_of_the_workspace_are_added()
    {
        var team = await app.Team();

        await team.Ada.Put($"channels/{team.General}/members/{team.Mallory.Id}").Refused(404, "user.not-found");
        await team.Ada.Put($"channels/{team.General}/members/U00000000000000000000000000").Refused(404, "user.not-found");
        await team.Mallory.Post($"channels/{team.General}/join").Refused(404, "channel.not-found");
        await team.Bob.Delete($"channels/{team.General}/members/{team.Ada.Id}").Refused(403, "role.admin-required");
        await team.Bob.Delete($"channels/{team.General}/members/{team.Bob.Id}").Ok(204);
    }

    [Fact]
    public async Task A_walk_through_the_pages_meets_every_member_once()
    {
        var team = await app.Team();
        var people = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.Person("Charles")));
        foreach (var person in people) await team.Hire(person, "member");
        var last = (await Task.WhenAll(people.Select(p => p.Post($"channels/{team.General}/join").Ok()))).Max(static a => a.Position);

        List<string> walked = [];
        for (var next = (string?)""; next is not null;)
        {
            var page = await team.Bob.Get($"channels/{team.General}/members?limit=2{(next.Length > 0 ? $"&after={next}" : "")}", last).Ok();
            walked.AddRange(page.Items.Select(static m => m.Text("id")));
            next = page.Next;
        }

        Assert.Equal(people.Append(team.Ada).Append(team.Bob).Select(static p => p.Id).Order(StringComparer.Ordinal), walked.Order(StringComparer.Ordinal));
        await team.Bob.Get($"channels/{team.General}/members?after=nobody").Refused(422, "page.invalid-cursor");
        await team.Bob.Get($"channels/{team.General}/members?limit=1000").Refused(422, "page.limit-out-of-range");
    }
}
