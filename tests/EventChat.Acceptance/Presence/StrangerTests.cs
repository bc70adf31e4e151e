using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Presence;

/// <summary>Who shares no workspace with somebody learns nothing of them, not even that they exist.</summary>
public sealed class StrangerTests(App app) : IClassFixture<App>
{
    private const string Nobody = "U00000000000000000000000000";

    [Fact]
    public async Task A_stranger_is_offline_like_somebody_who_does_not_exist_until_they_are_colleagues()
    {
        var team = await app.NewTeam();
        await using var mallory = await HubClient.Connect(team.Mallory);
        await team.Bob.Put("me/status", new { text = "At lunch", emoji = "" }).Ok();
        await using var bob = await HubClient.Connect(team.Bob);

        await mallory.Look(team.Bob.Id, Nobody, team.Mallory.Id);
        await mallory.Until(client => client.Saw(team.Mallory) is [.., "online"]);
        await bob.Say("away");
        await bob.Say("online");
        await mallory.Look(team.Bob.Id, Nobody);

        await mallory.UntilSaw(team.Bob, "offline", "offline");
        var shown = mallory.Called("Presence").Where(p => p.Text("userId") != team.Mallory.Id).Select(static p => p.ToString().Replace(p.Text("userId"), "?", StringComparison.Ordinal));
        Assert.Equal("""{"userId":"?","state":"offline"}""", Assert.Single(shown.Distinct()));

        await team.Hire(team.Mallory, "member");
        await mallory.UntilSaw(team.Bob, "offline", "offline", "online");
        Assert.Equal("At lunch", mallory.Seen(team.Bob)[^1].GetProperty("status").Text("text"));
    }

    [Fact]
    public async Task Once_a_removal_is_answered_nothing_is_seen_any_more_on_any_node_however_much_happens()
    {
        var here = await app.NewTeam();
        var there = here.At(await app.Another());
        await here.Hire(here.Mallory, "member");
        await using var ada = await HubClient.Connect(here.Ada);
        await using var mallory = await HubClient.Connect(there.Mallory);
        await using var bob = await HubClient.Connect(there.Bob);
        await mallory.Look(here.Bob.Id);
        using var stop = new CancellationTokenSource();
        var fickle = Task.Run(async () => { while (!stop.IsCancellationRequested) { foreach (var state in (string[])["away", "online"]) { await bob.Say(state); await Task.Delay(150); } } });
        await mallory.Until(client => client.Saw(here.Bob).Count > 3);

        await here.Ada.Delete($"workspaces/{here.Workspace}/members/{here.Mallory.Id}").Ok(204);
        var seen = mallory.Saw(here.Bob).Count;
        await mallory.Until(client => client.Saw(here.Bob)[^1] == "offline");
        await Task.Delay(500);
        await stop.CancelAsync();
        await fickle;

        // What was on its way when the answer came may still arrive.
        Assert.InRange(mallory.Saw(here.Bob).Skip(seen).Count(static state => state != "offline"), 0, 1);
        Assert.Equal("offline", mallory.Saw(here.Bob)[^1]);
    }

    [Fact]
    public async Task What_is_no_list_of_people_and_what_is_no_state_is_refused_in_words()
    {
        var team = await app.Team();
        await using var ada = await HubClient.Connect(team.Ada);

        Assert.Equal("presence.too-many", (await ada.Call("SubscribePresence", (object)Enumerable.Repeat(Nobody, 501).ToArray())).Code);
        Assert.Equal("presence.too-many", (await ada.Call("SubscribePresence", [null])).Code);
        Assert.Equal("presence.invalid-user", (await ada.Call("SubscribePresence", (object)new[] { team.Bob.Id, "Bob" })).Code);
        Assert.Equal("presence.invalid-user", (await ada.Call("SubscribePresence", (object)new string?[] { null })).Code);
        Assert.Equal("presence.invalid-user", (await ada.Call("SubscribePresence", (object)new[] { team.General })).Code);
        foreach (var state in (string?[])["offline", "ONLINE", "", null]) Assert.Equal("presence.unknown-state", (await ada.Call("SetPresence", state)).Code);
        await ada.Look([.. Enumerable.Range(0, 500).Select(static n => $"U{n:d26}")]);
        await ada.Until(static client => client.Called("Presence").Count == 500);
    }

    [Fact]
    public async Task A_flood_is_refused_and_the_connection_lives_on()
    {
        var team = (await app.NewTeam()).At(await app.Another("--RateLimits:Enabled=true", "--RateLimits:Presence:Limit=5", "--RateLimits:Typing:Limit=5"));
        await using var ada = await HubClient.Connect(team.Ada);

        for (var n = 0; n < 5; n++) await ada.Say("away");
        Assert.Equal("rate-limit.exceeded", (await ada.Call("SetPresence", "online")).Code);
        Assert.Equal("rate-limit.exceeded", (await ada.Call("SubscribePresence", (object)new[] { team.Bob.Id })).Code);
        for (var n = 0; n < 5; n++) Assert.Null((await ada.Call("Typing", team.General)).Code);
        Assert.Equal("rate-limit.exceeded", (await ada.Call("Typing", team.General)).Code);
        await ada.Heartbeat();
    }
}
