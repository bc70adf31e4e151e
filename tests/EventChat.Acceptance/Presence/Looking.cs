using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Presence;

/// <summary>Somebody's eyes on others.</summary>
internal static class Looking
{
    public static async Task Look(this HubClient client, params string[] people) => Assert.Null((await client.Call("SubscribePresence", (object)people)).Code);

    public static async Task Say(this HubClient client, string state) => Assert.Null((await client.Call("SetPresence", state)).Code);

    /// <summary>What it was told of somebody, in order.</summary>
    public static IReadOnlyList<string> Saw(this HubClient client, Person person) => [.. client.Seen(person).Select(static p => p.Text("state"))];

    public static IReadOnlyList<JsonElement> Seen(this HubClient client, Person person) => [.. client.Called("Presence").Where(p => p.Text("userId") == person.Id)];

    public static Task UntilSaw(this HubClient client, Person person, params string[] states) => Eventually.True(
        () => Task.FromResult(client.Saw(person).SequenceEqual(states)), TimeSpan.FromSeconds(20), () => $"saw {string.Join(", ", client.Saw(person))} instead of {string.Join(", ", states)}");
}
