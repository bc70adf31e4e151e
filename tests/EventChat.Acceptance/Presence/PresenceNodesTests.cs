using System.Text.Json;
using EventChat.Acceptance.Support;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace EventChat.Acceptance.Presence;

/// <summary>Two servers with one Redis, or with one that is away.</summary>
public sealed class PresenceNodesTests(App app) : IClassFixture<App>
{
    private const string Variable = "EVENTCHAT_TEST_REDIS";

    private static string Redis => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set
        ? set
        : throw new InvalidOperationException($"{Variable} is not set: run ./test Acceptance, which starts a Redis and names it there.");

    [Fact]
    public async Task Devices_on_two_nodes_are_one_person_to_who_looks_from_either()
    {
        var (here, there, _) = await Nodes(Redis);
        await using var ada = await HubClient.Connect(here.Ada);
        await using var mallory = await HubClient.Connect(there.Mallory);
        await ada.Look(here.Bob.Id);
        await mallory.Look(here.Bob.Id);
        await using var phone = await HubClient.Connect(here.Bob);
        foreach (var eyes in (HubClient[])[ada, mallory]) await eyes.UntilSaw(here.Bob, "offline", "online");

        await phone.Say("away");
        foreach (var eyes in (HubClient[])[ada, mallory]) await eyes.UntilSaw(here.Bob, "offline", "online", "away");
        var laptop = await HubClient.Connect(there.Bob);
        foreach (var eyes in (HubClient[])[ada, mallory]) await eyes.UntilSaw(here.Bob, "offline", "online", "away", "online");
        await laptop.Say("do-not-disturb");
        await phone.DisposeAsync();
        foreach (var eyes in (HubClient[])[ada, mallory]) await eyes.UntilSaw(here.Bob, "offline", "online", "away", "online", "do-not-disturb");
        await laptop.DisposeAsync();
        foreach (var eyes in (HubClient[])[ada, mallory]) await eyes.UntilSaw(here.Bob, "offline", "online", "away", "online", "do-not-disturb", "offline");
    }

    [Fact]
    public async Task Who_types_on_one_node_is_seen_on_both_and_once_in_three_seconds()
    {
        var (here, there, _) = await Nodes(Redis);
        await using var ada = await HubClient.Connect(here.Ada);
        await using var twin = await HubClient.Connect(there.Ada);
        await using var bob = await HubClient.Connect(there.Bob);
        await here.Add(here.Mallory, here.General);
        await using var mallory = await HubClient.Connect(here.Mallory);

        for (var n = 0; n < 3; n++)
        {
            Assert.Null((await ada.Call("Typing", here.General)).Code);
            Assert.Null((await twin.Call("Typing", here.General)).Code);
        }

        foreach (var ears in (HubClient[])[bob, mallory]) await ears.Until(static client => client.Called("TypingChanged").Count > 0);
        var position = (await here.Ada.Say(here.General, "Said")).Position;
        foreach (var ears in (HubClient[])[bob, mallory, ada, twin]) await ears.UntilPosition(position);
        foreach (var ears in (HubClient[])[bob, mallory]) Assert.Single(ears.Called("TypingChanged"));
        foreach (var ears in (HubClient[])[ada, twin]) Assert.Empty(ears.Called("TypingChanged"));
    }

    [Fact]
    public async Task A_node_that_ends_leaves_its_people_the_time_to_come_back_and_no_more()
    {
        var (here, there, second) = await Nodes(Redis, grace: 2);
        await using var ada = await HubClient.Connect(here.Ada);
        await ada.Look(here.Bob.Id, here.Mallory.Id);
        var bob = await HubClient.Connect(there.Bob);
        var mallory = await HubClient.Connect(there.Mallory);
        foreach (var person in (Person[])[here.Bob, here.Mallory]) await ada.UntilSaw(person, "offline", "online");

        await second.DisposeAsync();
        await using var back = await HubClient.Connect(here.Bob);
        await ada.UntilSaw(here.Mallory, "offline", "online", "offline");
        Assert.Equal(["offline", "online"], ada.Saw(here.Bob));
        foreach (var lost in (HubClient[])[bob, mallory]) await lost.DisposeAsync();
    }

    [Fact]
    public async Task Without_its_Redis_a_node_shows_those_who_are_connected_to_it()
    {
        var (here, _, server) = await Nodes("127.0.0.1:1");
        await using var ada = await HubClient.Connect(here.Ada);
        await using var bob = await HubClient.Connect(here.Bob);

        await ada.Look(here.Bob.Id);
        await ada.UntilSaw(here.Bob, "online");
        await bob.Say("away");
        await ada.UntilSaw(here.Bob, "online", "away");
        Assert.Null((await bob.Call("Typing", here.General)).Code);
        await ada.Until(static client => client.Called("TypingChanged").Count > 0);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task In_message_pack_it_is_the_same()
    {
        var (here, there, _) = await Nodes(Redis);
        await using var packed = new HubConnectionBuilder()
            .WithUrl(new Uri(here.Ada.Http.BaseAddress!, "/hubs/chat"), options => options.AccessTokenProvider = () => Task.FromResult(here.Ada.Token))
            .AddMessagePackProtocol().Build();
        List<(string, string)> seen = [];
        packed.On<Dictionary<string, object>>("Presence", person => { lock (seen) seen.Add(((string)person["userId"], (string)person["state"])); });
        packed.On<Dictionary<string, object>>("TypingChanged", typist => { lock (seen) seen.Add(((string)typist["userId"], "typing")); });
        await packed.StartAsync();
        await packed.InvokeAsync<object>("SubscribePresence", new[] { here.Bob.Id });

        await using var bob = await HubClient.Connect(there.Bob);
        await Seen((here.Bob.Id, "offline"), (here.Bob.Id, "online"));
        Assert.Null((await bob.Call("Typing", here.General)).Code);
        await Seen((here.Bob.Id, "offline"), (here.Bob.Id, "online"), (here.Bob.Id, "typing"));

        Task Seen(params (string, string)[] expected) => Eventually.True(
            () => { lock (seen) return Task.FromResult(seen.SequenceEqual(expected)); }, TimeSpan.FromSeconds(20), () => JsonSerializer.Serialize(seen.Select(static s => s.ToString())));
    }

    private async Task<(Team Here, Team There, EventChatServer Second)> Nodes(string redis, double grace = 0.1)
    {
        string[] settings = [$"--Redis:ConnectionString={redis}", $"--Presence:GraceSeconds={grace}"];
        var team = await app.NewTeam();
        await team.Hire(team.Mallory, "member");
        var second = await app.Another(settings);
        return (team.At(await app.Another(settings)), team.At(second), second);
    }
}
