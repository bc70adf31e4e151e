using EventChat.Acceptance.Support;
using EventChat.Events.Store;

namespace EventChat.Acceptance.Privacy;

public sealed class ErasureTests(App app) : IClassFixture<App>
{
    /// <summary>In no other test of the class, which share a database.</summary>
    private readonly string word = $"flowerpot{Guid.CreateVersion7().ToString("n")[^8..]}";

    private string Secret => $"the spare key is under the third {word}";

    [Fact]
    public async Task What_somebody_wrote_and_said_of_themselves_is_nowhere_any_more()
    {
        var (team, eve) = await Gather();
        await Chatter(team, eve);
        var displayName = (await eve.Get("users/me").Ok()).Body.Text("displayName");
        Assert.Contains(word, await app.Dump(), StringComparison.Ordinal);
        await using var listening = await HubClient.Connect(team.Bob);

        var erased = await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = eve.Id, reason = "She asked for it" }).Ok(201);

        Assert.Equal(("done", true), (erased.Body.Text("state"), erased.Body.GetProperty("withAccount").GetBoolean()));
        var dump = await app.Dump();
        foreach (var gone in (string[])[word, displayName, eve.Username]) Assert.DoesNotContain(gone, dump, StringComparison.OrdinalIgnoreCase);

        var messages = await team.Bob.ReadBack(team.General, atLeast: erased.Position);
        Assert.All(messages.Where(m => m.GetProperty("author").Text("id") == eve.Id), static m => Assert.Equal(("", "Erased"), (m.Text("text"), m.GetProperty("author").Text("name"))));
        Assert.Contains(messages, static m => m.Text("text") == "I never saw a flower");
        Assert.Equal("", messages.Single(static m => m.TryGetProperty("forwarded", out _)).GetProperty("forwarded").Text("text"));
        Assert.Empty((await team.Bob.Get($"workspaces/{team.Workspace}/search?q={word}").Ok()).Body.GetProperty("items").EnumerateArray());
        Assert.DoesNotContain(await team.Bob.ReadEvents(team.General), e => e.Data.ToString().Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(401, (await eve.Get("users/me")).Status);
        await listening.Until(bob => bob.Heard.Any(e => e.Type == "message.words-erased" && e.Data.Text("userId") == eve.Id));
        Assert.Null((await Verification.Verify(app.Server.Get<IEventStore>(), null, default)).Broken);
    }

    [Fact]
    public async Task An_older_copy_of_the_log_does_not_bring_it_back()
    {
        var (team, eve) = await Gather();
        await Chatter(team, eve);
        var before = await app.EventsAsStored();
        await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = eve.Id, reason = "She asked for it" }).Ok(201);

        // What is in a backup is what is in the log still: the same bytes, under keys that are gone.
        var after = await app.EventsAsStored();
        Assert.Equal(before, after[..before.Length]);
        Assert.DoesNotContain(word, string.Join('\n', after), StringComparison.OrdinalIgnoreCase);
        await foreach (var e in app.Server.Get<IEventStore>().ReadAll(Position.Start, default)) Assert.DoesNotContain(word, System.Text.Encoding.UTF8.GetString(e.PublicData.Span), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Exports_that_lie_on_the_server_go_too()
    {
        var (team, eve) = await Gather();
        await Chatter(team, eve);
        var export = (await team.Ada.Post($"compliance/workspaces/{team.Workspace}/exports", new { name = "Case 7", channelIds = new[] { team.General } }).Ok(202)).Id;
        await Is("done");
        await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = eve.Id, reason = "She asked for it" }).Ok(201);
        await Is("cancelled");
        Assert.Equal(409, (await team.Ada.Get($"compliance/exports/{export}/download")).Status);

        Task Is(string state) => Eventually.True(
            async () => (await team.Ada.Get($"compliance/exports/{export}").Ok()).Body.Text("state") == state, TimeSpan.FromSeconds(60), () => $"not {state}");
    }

    [Fact]
    public async Task What_a_hold_is_over_is_not_erased()
    {
        var (team, eve) = await Gather();
        await Chatter(team, eve);
        var hold = (await team.Ada.Post($"compliance/workspaces/{team.Workspace}/holds", new { name = "Case 7", userIds = new[] { eve.Id } }).Ok(201)).Id;
        await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = eve.Id, reason = "She asked for it" }).Refused(409, "hold.in-force");
        Assert.Contains(await team.Bob.ReadBack(team.General), m => m.Text("text").Contains(word, StringComparison.OrdinalIgnoreCase));
        await team.Ada.Delete($"compliance/holds/{hold}").Ok(204);
        await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = eve.Id, reason = "She asked for it" }).Ok(201);
    }

    [Fact]
    public async Task Where_two_are_asked_for_nobody_erases_alone()
    {
        var (team, eve) = await Gather();
        await Chatter(team, eve);
        await team.Bob.Put($"compliance/workspaces/{team.Workspace}/second-officer", new { required = true }).Refused(403, "role.owner-required");
        await team.Ada.Put($"compliance/workspaces/{team.Workspace}/second-officer", new { required = true }).Ok();
        var order = await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = eve.Id, reason = "She asked for it" }).Ok(201);
        Assert.Equal("waiting", order.Body.Text("state"));
        await team.Ada.Post($"compliance/erasures/{order.Id}/approve").Refused(403, "erasure.second-officer-needed");
        await team.Bob.Post($"compliance/erasures/{order.Id}/approve").Refused(403, "compliance.officers-only");
        Assert.Contains(await team.Bob.ReadBack(team.General), m => m.Text("text").Contains(word, StringComparison.OrdinalIgnoreCase));

        await team.Appoint(team.Bob);
        Assert.Equal("done", (await team.Bob.Post($"compliance/erasures/{order.Id}/approve").Ok()).Body.Text("state"));
        Assert.DoesNotContain(await team.Bob.ReadBack(team.General), m => m.Text("text").Contains(word, StringComparison.OrdinalIgnoreCase));
        await team.Ada.Delete($"compliance/erasures/{order.Id}").Refused(409, "erasure.has-begun");
    }

    [Fact]
    public async Task An_order_that_waits_can_be_withdrawn()
    {
        var (team, eve) = await Gather();
        await team.Ada.Put($"compliance/workspaces/{team.Workspace}/second-officer", new { required = true }).Ok();
        var order = await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = eve.Id, reason = "She asked for it" }).Ok(201);
        await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = eve.Id, reason = "Again" }).Refused(409, "erasure.under-way");
        await team.Ada.Delete($"compliance/erasures/{order.Id}").Ok(204);
        Assert.Equal("withdrawn", (await team.Ada.Get($"compliance/erasures/{order.Id}").Ok()).Body.Text("state"));
        await team.Appoint(team.Bob);
        await team.Bob.Post($"compliance/erasures/{order.Id}/approve").Refused(409, "erasure.withdrawn");
    }

    [Fact]
    public async Task Another_workspace_keeps_its_own_words_and_the_account()
    {
        var (team, eve) = await Gather();
        await Chatter(team, eve);
        var other = await app.Team();
        await other.Hire(eve, "member");
        await eve.Post($"channels/{other.General}/join").Ok();
        await eve.Say(other.General, $"Here too: {Secret}");

        var erased = await team.Ada.Post($"compliance/workspaces/{team.Workspace}/erasures", new { userId = eve.Id, reason = "She left" }).Ok(201);
        Assert.Equal(("done", false), (erased.Body.Text("state"), erased.Body.GetProperty("withAccount").GetBoolean()));
        Assert.Contains(await eve.ReadBack(other.General), static m => m.Text("text").StartsWith("Here too", StringComparison.Ordinal));
        Assert.DoesNotContain(await team.Bob.ReadBack(team.General), m => m.Text("text").Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(eve.Id, (await eve.Get("users/me").Ok()).Id);
        await eve.Get($"channels/{team.General}/messages").Refused(404, "channel.not-found");

        // Whoever comes back writes and is read again; what is gone stays gone.
        await team.Hire(eve, "member");
        await eve.Post($"channels/{team.General}/join").Ok();
        var back = await eve.Say(team.General, "I am back");
        var read = await team.Bob.ReadBack(team.General, atLeast: back.Position);
        Assert.Contains(read, static m => m.Text("text") == "I am back");
        Assert.DoesNotContain(read, m => m.Text("text").Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Strangers_oneself_bots_and_the_last_owner_are_not_erased()
    {
        var (team, _) = await Gather();
        Task<Answer> Erase(Person by, object body) => by.Post($"compliance/workspaces/{team.Workspace}/erasures", body);
        await Erase(team.Ada, new { userId = team.Mallory.Id, reason = "?" }).Refused(422, "erasure.stranger");
        await Erase(team.Ada, new { userId = team.Ada.Id, reason = "?" }).Refused(409, "erasure.oneself");
        await Erase(team.Ada, new { reason = "?" }).Refused(422, "request.invalid");
        await Erase(team.Ada, new { userId = team.Bob.Id }).Refused(422, "request.invalid");
        await Erase(team.Bob, new { userId = team.Ada.Id, reason = "?" }).Refused(403, "compliance.officers-only");
        await Erase(team.Mallory, new { userId = team.Ada.Id, reason = "?" }).Refused(404, "workspace.not-found");
        await team.Appoint(team.Bob);
        await Erase(team.Bob, new { userId = team.Ada.Id, reason = "?" }).Refused(409, "workspace.last-owner");
    }

    private async Task<(Team Team, Person Eve)> Gather()
    {
        var team = await app.NewTeam();
        await team.Appoint(team.Ada);
        var eve = await team.Hire(await app.Person("Eve"), "member");
        await eve.Post($"channels/{team.General}/join").Ok();
        return (team, eve);
    }

    /// <summary>Her words wherever a server keeps words.</summary>
    private async Task Chatter(Team team, Person eve)
    {
        await eve.Say(team.General, $"@{team.Bob.Username}: {Secret}");
        await team.Bob.Say(team.General, "I never saw a flower");
        await eve.Say(team.General, "hm");
        await eve.Patch($"channels/{team.General}/messages/3", new { text = $"No {word}, then" }).Ok();
        await team.Bob.Post($"channels/{team.General}/messages/1/forward", new { channelId = team.General, text = "Look" }).Ok(201);
        await eve.Patch("users/me", new { displayName = $"Eve {word}" }).Ok();
        await eve.Put("me/status", new { text = $"Gone to {word}", emoji = "🎣" }).Ok();
        var direct = (await eve.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        await eve.Say(direct, $"Between us: {Secret}");
        await eve.Put($"me/drafts/{team.General}", new { text = $"About that {word}" }).Ok();
        await eve.Post($"channels/{team.General}/scheduled", new { text = $"{word} later", sendAt = TimeProvider.System.GetUtcNow().AddDays(1) }).Ok(201);
    }
}
