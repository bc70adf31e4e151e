using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Compliance;

/// <summary>Who could see a message, and whose read mark passed it, over REST.</summary>
public sealed class AccessReportTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_message_of_a_private_channel_was_seen_by_those_in_it_while_they_were()
    {
        var team = await Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        await team.Add(team.Bob, cellar);
        await team.Ada.Say(cellar, "A secret");
        await team.Bob.Put($"channels/{cellar}/read", new { number = 1 }).Ok();
        await team.Ada.Delete($"channels/{cellar}/members/{team.Bob.Id}").Ok(204);
        await team.Add(team.Bob, cellar);

        var report = await team.Bob.Get(Path(team, cellar)).Ok();

        Assert.Equal((team.Ada.Id, false), (report.Body.Text("author"), report.Body.Has("deletedAt")));
        var (ada, bob) = (Of(report, team.Ada), Of(report, team.Bob));
        Assert.Equal((true, 1, 0), (ada.GetProperty("isAuthor").GetBoolean(), ada.GetProperty("spans").GetArrayLength(), ada.GetProperty("read").GetArrayLength()));
        Assert.Equal([true, false], bob.GetProperty("spans").EnumerateArray().Select(static s => s.Has("to")));
        Assert.Equal(1, bob.GetProperty("read").EnumerateArray().Single().Long("number"));
        Assert.Equal(2, report.Items.Count);
    }

    [Fact]
    public async Task Of_a_public_channel_all_but_guests_could_see_it_until_it_was_deleted_or_they_were_gone()
    {
        var team = await Team();
        var (guest, grace) = (await team.Hire(await app.Person("Gus"), "guest"), await team.Hire(await app.Person("Grace"), "member"));
        await team.Ada.Say(team.General, "Hello");
        await grace.Post("users/me/deactivate", new { password = Person.Password }).Ok(204);

        var report = await team.Bob.Get(Path(team, team.General)).Ok();
        Assert.Equal(new[] { team.Ada.Id, team.Bob.Id, grace.Id }.Order(StringComparer.Ordinal), report.Items.Select(static w => w.Text("userId")));
        var span = Of(report, grace).GetProperty("spans").EnumerateArray().Single();
        Assert.Equal((false, "member", true), (span.GetProperty("isMember").GetBoolean(), span.Text("role"), span.Has("to")));

        await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);
        var after = await team.Bob.Get(Path(team, team.General)).Ok();
        Assert.Equal(team.Ada.Id, after.Body.Text("deletedBy"));
        Assert.All(after.Items, static w => Assert.All(w.GetProperty("spans").EnumerateArray(), static s => Assert.True(s.Has("to"))));
        Assert.DoesNotContain((await team.Bob.Get($"{Path(team, team.General)}?to=2999-01-01T00:00:00Z").Ok()).Items, w => w.Text("userId") == guest.Id);
    }

    [Fact]
    public async Task People_come_page_by_page()
    {
        var team = await Team();
        await team.Ada.Say(team.General, "Hello");
        List<string> seen = [];
        for (var next = (string?)""; next is not null;)
        {
            var page = await team.Bob.Get($"{Path(team, team.General)}?limit=1{(next.Length > 0 ? $"&after={next}" : "")}").Ok();
            seen.Add(page.Items.Single().Text("userId"));
            next = page.Next;
        }

        Assert.Equal(new[] { team.Ada.Id, team.Bob.Id }.Order(StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task Bad_questions_are_refused_and_nobody_else_asks()
    {
        var team = await Team();
        await team.Ada.Say(team.General, "Hello");
        var other = await team.Bob.CreateChannel(await team.Bob.CreateWorkspace());

        await team.Bob.Get(Path(team, team.General, 2)).Refused(404, "message.not-found");
        await team.Bob.Get(Path(team, team.General, 0)).Refused(404, "message.not-found");
        await team.Bob.Get(Path(team, other)).Refused(404, "channel.not-found");
        await team.Bob.Get($"{Path(team, team.General)}?from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z").Refused(422, "access.ends-before-it-begins");
        await team.Bob.Get($"{Path(team, team.General)}?after=me").Refused(422, "page.invalid-cursor");
        await team.Ada.Get(Path(team, team.General)).Refused(403, "compliance.officers-only");
        await team.Mallory.Get(Path(team, team.General)).Refused(404, "workspace.not-found");
    }

    private static JsonElement Of(Answer report, Person person) => report.Items.Single(w => w.Text("userId") == person.Id);

    private static string Path(Team team, string channel, int number = 1) => $"compliance/workspaces/{team.Workspace}/access/{channel}/{number}";

    /// <summary>Bob is the officer.</summary>
    private async Task<Team> Team()
    {
        var team = await app.Team();
        await team.Appoint(team.Bob);
        return team;
    }
}
