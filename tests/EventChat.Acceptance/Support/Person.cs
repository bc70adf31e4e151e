using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>Somebody with an account, who speaks HTTP to one server.</summary>
public sealed record Person(HttpClient Http, string Id, string Name, string Username, string? Token)
{
    /// <summary>Of the session that registration opened.</summary>
    public string RefreshToken { get; init; } = "";

    public const string Password = "correct horse battery";
    private static int drawn;

    public static async Task<Person> Register(IServer server, string name)
    {
        var nobody = new Person(server.Http, "", name, "", null);
        var username = $"{name.ToLowerInvariant()}-{Interlocked.Increment(ref drawn)}";
        var answer = await nobody.Post("auth/register", new { email = $"{username}@example.org", username, displayName = name, password = Password }).Ok(201);
        return nobody with
        {
            Id = answer.Body.GetProperty("user").Text("id"),
            Username = username,
            Token = answer.Body.Text("accessToken"),
            RefreshToken = answer.Body.Text("refreshToken"),
        };
    }

    /// <summary>The same person in a session of its own.</summary>
    public async Task<Person> SignIn()
    {
        var answer = await WithToken(null).Post("auth/login", new { login = Username, password = Password }).Ok();
        return this with { Token = answer.Body.Text("accessToken"), RefreshToken = answer.Body.Text("refreshToken") };
    }

    /// <summary>The same person, speaking to another server.</summary>
    public Person At(IServer server) => this with { Http = server.Http };

    public Person WithToken(string? token) => this with { Token = token };

    /// <param name="atLeast">What is read includes this position.</param>
    public Task<Answer> Get(string path, long? atLeast = null) =>
        Send(HttpMethod.Get, path, null, atLeast is { } position ? [("EventChat-Min-Position", $"{position}")] : []);

    public Task<Answer> Post(string path, object? body = null, string? key = null) =>
        Send(HttpMethod.Post, path, body, key is null ? [] : [("Idempotency-Key", key)]);

    public Task<Answer> Put(string path, object? body = null) => Send(HttpMethod.Put, path, body);
    public Task<Answer> Patch(string path, object body) => Send(HttpMethod.Patch, path, body);
    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path, null);

    /// <param name="body">Content as it is, text as JSON that was written by hand, and anything else made into JSON.</param>
    public async Task<Answer> Send(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"/api/v1/{path}");
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        using var response = await Http.SendAsync(request);
        var answer = await Answer.Of(response);
        return (await ReferenceCheck.Read(Http)).Check(method, request.RequestUri!, answer);
    }

    public async Task<string> CreateWorkspace() =>
        (await Post("workspaces", new { name = "Lovelace & Sons", slug = $"lovelace-{Interlocked.Increment(ref drawn)}" }).Ok(201)).Id;

    public async Task<string> CreateChannel(string workspace, string? name = null, string kind = "public") =>
        (await Post($"workspaces/{workspace}/channels", new { name = name ?? $"channel-{Interlocked.Increment(ref drawn)}", kind }).Ok(201)).Id;

    public Task<Answer> Say(string channel, string text, string? key = null) =>
        Post($"channels/{channel}/messages", new { text, clientMessageId = key }).Ok(201);

    /// <summary>All messages of a channel, oldest first, page by page back from the newest.</summary>
    public async Task<List<JsonElement>> ReadBack(string channel, int limit = 200, long? atLeast = null)
    {
        List<JsonElement> read = [];
        string? next = null;
        do
        {
            var page = await Get($"channels/{channel}/messages?limit={limit}{(next is null ? "" : $"&before={next}")}", atLeast).Ok();
            read.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        read.Reverse();
        return read;
    }

    /// <summary>All events of a channel after a version, oldest first.</summary>
    public async Task<List<Push>> ReadEvents(string channel, long after = 0, int limit = 200)
    {
        List<Push> read = [];
        for (var next = (string?)$"{after}"; next is not null;)
        {
            var page = await Get($"channels/{channel}/events?limit={limit}&after={next}").Ok();
            read.AddRange(page.Items.Select(static e => e.Deserialize<Push>(Push.Json)!));
            next = page.Next;
        }

        return read;
    }
}
