using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Subscriptions;

/// <summary>One server that loses patience soon, for the tests of one class.</summary>
public sealed class SubscriptionApp : IAsyncLifetime
{
    public static readonly string[] Settings =
    [
        "--Webhooks:FirstPauseSeconds", "0.05", "--Webhooks:LongestPauseSeconds", "0.2", "--Webhooks:TimeoutSeconds", "2", "--Webhooks:GiveUpHours", "0.002",
    ];

    private TestDatabase database = null!;
    private EventChatServer server = null!;
    private Person[] people = [];

    public async Task InitializeAsync()
    {
        database = await TestDatabase.Create();
        server = await EventChatServer.Start(database.ConnectionString, Settings);
        people = [await Person.Register(server, "Ada"), await Person.Register(server, "Bob"), await Person.Register(server, "Mallory")];
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>No server runs for a moment.</summary>
    public async Task Restart()
    {
        await server.DisposeAsync();
        server = await EventChatServer.Start(database.ConnectionString, Settings);
        people = [.. people.Select(p => p.At(server))];
    }

    public Task<EventChatServer> Another() => EventChatServer.Start(database.ConnectionString, Settings);

    /// <summary>The same three people in a workspace of its own.</summary>
    public Task<Team> Team() => Support.Team.Gather(people[0], people[1], people[2]);
}

internal static class SubscriptionPeople
{
    /// <summary>An app with these scopes, its bot with a token of them.</summary>
    public static async Task<(string App, Person Bot)> Bot(this Team team, params string[] scopes)
    {
        if (scopes.Length == 0) scopes = ["messages:read", "channels:read", "users:read", "messages:write", "channels:write", "subscriptions:write"];
        var made = await team.Ada.Post($"workspaces/{team.Workspace}/apps", new { name = "Robot", scopes }).Ok(201);
        var token = await team.Ada.Post($"apps/{made.Id}/tokens", new { }).Ok(201);
        return (made.Id, team.Ada.WithToken(token.Body.Text("token")) with { Id = made.Body.Text("botUserId"), Name = "Robot", Username = made.Body.Text("username") });
    }

    public static async Task<(string Id, string Secret)> Subscribe(this Person person, string app, Receiver receiver, object? from = null, string[]? eventTypes = null, string[]? channelIds = null)
    {
        var answer = await person.Post($"apps/{app}/subscriptions", new { url = receiver.Url, from, eventTypes, channelIds }).Ok(201);
        return (answer.Id, answer.Body.Text("secret"));
    }

    public static async Task Until(this Person person, string subscription, Func<Answer, bool> claim)
    {
        Answer? last = null;
        await Eventually.True(async () => claim(last = await person.Get($"subscriptions/{subscription}").Ok()), TimeSpan.FromSeconds(60), () => last!.Text);
    }
}
