using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace EventChat.Acceptance.Support;

/// <summary>An event as the hub pushes it and as the events endpoint shows it.</summary>
public sealed record Push(long Position, string ChannelId, long Version, string Type, DateTimeOffset At, string Actor, JsonElement Data)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Text => Data.Text("text");
}

/// <summary>SignalR's own client, which writes down what it is told.</summary>
public sealed partial class HubClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly HubConnection connection;
    private readonly Lock gate = new();
    private readonly List<Push> heard = [];
    private readonly List<string> resets = [];
    private readonly List<(string Target, JsonElement Argument)> calls = [];
    private readonly List<JsonElement> told = [];

    private HubClient(HubConnection connection)
    {
        this.connection = connection;
        connection.On<JsonElement>("Event", Hear);
        foreach (var target in (string[])["UnreadChanged", "FollowChanged", "VisibilityChanged", "SavedChanged", "ScheduledChanged", "DraftChanged", "NotificationsRead", "Presence", "TypingChanged", "AppAnswered"])
            connection.On<JsonElement>(target, argument => { lock (gate) calls.Add((target, argument)); });
        connection.On<string>("SessionEnded", reason => { lock (gate) Ended = reason; });
        connection.On<JsonElement>("Notification", told => { lock (gate) this.told.Add(told); });
        connection.On<string>("Reset", channel => { lock (gate) resets.Add(channel); });
    }

    public bool IsConnected => connection.State == HubConnectionState.Connected;
    /// <summary>Why the session ended; null while it stands.</summary>
    public string? Ended { get; private set; }
    /// <summary>What the person is told, as <c>Notification</c> has it.</summary>
    public IReadOnlyList<JsonElement> Told { get { lock (gate) return [.. told]; } }
    public IReadOnlyList<string> Resets { get { lock (gate) return [.. resets]; } }
    public IReadOnlyList<Push> Heard { get { lock (gate) return [.. heard]; } }

    /// <summary>Events and what the person did on any device, in the order in which they came.</summary>
    public IReadOnlyList<(string Target, JsonElement Argument)> Calls { get { lock (gate) return [.. calls]; } }

    /// <summary>What one of the server's calls said, in the order in which it did.</summary>
    public IReadOnlyList<JsonElement> Called(string target) => [.. Calls.Where(c => c.Target == target).Select(static c => c.Argument)];

    /// <summary>Connected and routed: what happens from here on is heard.</summary>
    public static async Task<HubClient> Connect(Person person, HttpTransportType transport = HttpTransportType.WebSockets)
    {
        var made = new HubConnectionBuilder()
            .WithUrl(new Uri(person.Http.BaseAddress!, "/hubs/chat"), transport, options => options.AccessTokenProvider = () => Task.FromResult(person.Token))
            .Build();
        var client = new HubClient(made);
        await made.StartAsync();
        await client.Heartbeat();
        return client;
    }

    /// <returns>The position from which on everything is heard.</returns>
    public async Task<long> Heartbeat() => (await connection.InvokeAsync<JsonElement>("Heartbeat")).Long("position");

    /// <returns>What was missed of one channel since a version, as the answer has it.</returns>
    public async Task<JsonElement> Resume(string channel, object cursor, string? epoch = null) =>
        Assert.Single((await Call("Resume", new Dictionary<string, object?> { [channel] = cursor, ["epoch"] = epoch }.Where(static c => c.Value is not null).ToDictionary())).Answer
            .GetProperty("channels").EnumerateArray());

    /// <returns>What the call came to, or the code of its refusal.</returns>
    public async Task<(JsonElement Answer, string? Code)> Call(string method, params object?[] arguments)
    {
        try { return (await connection.InvokeCoreAsync<JsonElement>(method, arguments), null); }
        catch (HubException refused)
        {
            var code = Refusal().Match(refused.Message);
            Assert.True(code.Success, refused.Message);
            return (default, code.Groups["code"].Value);
        }
    }

    public IReadOnlyList<Push> In(string channel) => [.. Heard.Where(push => push.ChannelId == channel)];

    public IReadOnlyList<Push> Messages(string channel) => [.. In(channel).Where(static push => push.Type == "message.sent")];

    /// <summary>Waits until enough was heard.</summary>
    public Task Until(Func<HubClient, bool> enough) => Eventually.True(() => Task.FromResult(enough(this)), Patience, () => $"heard {Heard.Count} events");

    public Task UntilHeard(string channel, int messages) => Until(client => client.Messages(channel).Count >= messages);

    /// <summary>Once it hears something that was said later, nothing earlier is still on its way.</summary>
    public Task UntilPosition(long position) => Until(client => client.Heard.Any(push => push.Position >= position));

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private void Hear(JsonElement argument)
    {
        lock (gate)
        {
            heard.Add(argument.Deserialize<Push>(Push.Json)!);
            calls.Add(("Event", argument));
        }
    }

    [GeneratedRegex("HubException: (?<code>[a-z.-]+): .+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refusal();
}

public static class Eventually
{
    public static async Task True(Func<Task<bool>> claim, TimeSpan patience, Func<string> otherwise)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); !await claim(); await Task.Delay(5))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < patience, $"It did not come about within {patience.TotalSeconds} s: {otherwise()}");
    }
}
