using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Presence;

/// <summary>Who is there, as those see it who look.</summary>
public sealed class PresenceTests(App app) : IClassFixture<App>
{
    private const string Online = "online", Away = "away", Alone = "do-not-disturb", Offline = "offline";

    [Fact]
    public async Task Who_looks_is_told_at_once_and_whenever_it_changes_and_who_does_not_look_is_told_nothing()
    {
        var team = await Hasty();
        await using var ada = await HubClient.Connect(team.Ada);
        await using var other = await HubClient.Connect(team.Ada);

        await ada.Look(team.Bob.Id, team.Ada.Id);
        await ada.UntilSaw(team.Bob, Offline);
        await ada.UntilSaw(team.Ada, Online);
        await using (var bob = await HubClient.Connect(team.Bob))
        {
            await ada.UntilSaw(team.Bob, Offline, Online);
            await bob.Say(Away);
            await ada.UntilSaw(team.Bob, Offline, Online, Away);
            await bob.Say(Alone);
            await ada.UntilSaw(team.Bob, Offline, Online, Away, Alone);
            await bob.Say(Online);
            await ada.UntilSaw(team.Bob, Offline, Online, Away, Alone, Online);
        }

        await ada.UntilSaw(team.Bob, Offline, Online, Away, Alone, Online, Offline);
        Assert.Equal([Online], ada.Saw(team.Ada));
        Assert.Empty(other.Called("Presence"));
    }

    [Fact]
    public async Task Several_devices_make_one_presence()
    {
        var team = await Hasty();
        await using var ada = await HubClient.Connect(team.Ada);
        await ada.Look(team.Bob.Id);
        await using var phone = await HubClient.Connect(team.Bob);
        await ada.UntilSaw(team.Bob, Offline, Online);
        var laptop = await HubClient.Connect(team.Bob);

        await phone.Say(Away);
        await laptop.Say(Alone);
        await ada.UntilSaw(team.Bob, Offline, Online, Alone);
        await phone.Say(Online);
        await ada.UntilSaw(team.Bob, Offline, Online, Alone, Online);
        await phone.Say(Away);
        await laptop.DisposeAsync();
        await ada.UntilSaw(team.Bob, Offline, Online, Alone, Online, Away);
    }

    [Fact]
    public async Task Without_a_heartbeat_a_person_is_gone_and_with_the_next_one_back()
    {
        var team = await At(await app.Another("--Presence:GoneSeconds=1"));
        await using var bob = await HubClient.Connect(team.Bob);
        await using var ada = await HubClient.Connect(team.Ada);

        await ada.Look(team.Bob.Id);
        await ada.UntilSaw(team.Bob, Online, Offline);
        await bob.Heartbeat();
        await ada.UntilSaw(team.Bob, Online, Offline, Online);
    }

    [Fact]
    public async Task Who_does_nothing_is_away_until_they_do_something()
    {
        var team = await At(await app.Another("--Presence:IdleMinutes=0.02"));
        await using var ada = await HubClient.Connect(team.Ada);
        await using var bob = await HubClient.Connect(team.Bob);

        await ada.Look(team.Bob.Id);
        await ada.UntilSaw(team.Bob, Online, Away);
        await bob.Heartbeat();
        await bob.Call("SendMessage", team.General, new { text = "Back again" });
        await ada.UntilSaw(team.Bob, Online, Away, Online);
    }

    [Fact]
    public async Task Who_comes_back_at_once_was_never_seen_to_leave()
    {
        var team = await app.NewTeam();
        await using var ada = await HubClient.Connect(team.Ada);
        await ada.Look(team.Bob.Id);
        await ada.UntilSaw(team.Bob, Offline);

        for (var n = 0; n < 5; n++)
        {
            await using var bob = await HubClient.Connect(team.Bob);
            await ada.Until(client => client.Saw(team.Bob).Contains(Online));
        }

        await ada.Look(team.Bob.Id);
        await ada.UntilSaw(team.Bob, Offline, Online, Online);
    }

    [Fact]
    public async Task Whom_it_looks_at_takes_the_place_of_whom_it_looked_at()
    {
        var team = await Hasty();
        await team.Hire(team.Mallory, "member");
        await using var ada = await HubClient.Connect(team.Ada);

        await ada.Look(team.Bob.Id);
        await ada.Look(team.Mallory.Id);
        await using var bob = await HubClient.Connect(team.Bob);
        await using var mallory = await HubClient.Connect(team.Mallory);
        await ada.UntilSaw(team.Mallory, Offline, Online);
        await ada.Look();
        await mallory.Say(Away);
        await ada.Look(team.Ada.Id);

        await ada.UntilSaw(team.Ada, Online);
        Assert.Equal([Offline], ada.Saw(team.Bob));
        Assert.Equal([Offline, Online], ada.Saw(team.Mallory));
    }

    [Fact]
    public async Task A_status_is_shown_with_when_it_ends_and_not_after()
    {
        var team = await Hasty();
        await team.Bob.Put("me/status", new { text = "At lunch", emoji = "🍜", until = "2099-01-01T12:00:00Z" }).Ok();
        await using var ada = await HubClient.Connect(team.Ada);
        await ada.Look(team.Bob.Id);
        await ada.UntilSaw(team.Bob, Offline);
        var shown = ada.Seen(team.Bob)[^1].GetProperty("status");
        Assert.Equal(("At lunch", "🍜", "2099-01-01T12:00:00.000Z"), (shown.Text("text"), shown.Text("emoji"), shown.Text("until")));

        await team.Bob.Put("me/status", new { text = "", emoji = "" }).Ok();
        await ada.Until(client => !client.Seen(team.Bob)[^1].TryGetProperty("status", out _));
        await team.Bob.Put("me/status", new { text = "In a hurry", emoji = "", until = TimeProvider.System.GetUtcNow().AddSeconds(2) }).Ok();
        await ada.Until(client => client.Seen(team.Bob)[^1].TryGetProperty("status", out var status) && status.Text("text") == "In a hurry");
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = ada.Seen(team.Bob).Count;
        await ada.Look(team.Bob.Id);
        await ada.Until(client => client.Seen(team.Bob).Count > before);
        Assert.False(ada.Seen(team.Bob)[^1].TryGetProperty("status", out _));
    }

    [Fact]
    public async Task A_heartbeat_costs_no_database_work()
    {
        var team = await app.Team();
        await using var bob = await HubClient.Connect(team.Bob);
        await using var ada = await HubClient.Connect(team.Ada);
        await ada.Look(team.Bob.Id, team.Ada.Id);
        var period = TimeSpan.FromSeconds(3);

        var idle = await Transactions(() => Task.Delay(period));
        var beats = 0;
        var busy = await Transactions(async () =>
        {
            for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < period; beats++) await bob.Heartbeat();
        });

        Assert.InRange(beats, 100, int.MaxValue);
        Assert.InRange(busy, 0, idle + (beats / 4));
    }

    private async Task<long> Transactions(Func<Task> during)
    {
        var before = await app.Transactions();
        await during();
        return await app.Transactions() - before;
    }

    /// <summary>At a server where nobody lingers.</summary>
    private async Task<Team> Hasty() => await At(await app.Another("--Presence:GraceSeconds=0.1"));

    private async Task<Team> At(EventChatServer server) => (await app.NewTeam()).At(server);
}
