using System.Diagnostics;
using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Realtime;

/// <summary>npm's @microsoft/signalr, which nobody here wrote, on Node.</summary>
public sealed class NodeClientTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("WebSockets", "json")]
    [InlineData("LongPolling", "json")]
    [InlineData("ServerSentEvents", "json")]
    [InlineData("WebSockets", "messagepack")]
    [InlineData("LongPolling", "messagepack")]
    public async Task A_message_is_received_over(string transport, string protocol)
    {
        var team = await app.Team();
        var hub = new Uri(team.Bob.Http.BaseAddress!, "/hubs/chat").ToString();
        using var node = Node("receive.mjs", hub, team.Bob.Token!, transport, protocol);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var errors = node.StandardError.ReadToEndAsync(patience.Token);
            var ready = await node.StandardOutput.ReadLineAsync(patience.Token);
            Assert.True(ready == "ready", $"{ready} {(ready is null ? await errors : "")}");

            var said = await team.Ada.Say(team.General, "Hello 👋");
            var push = JsonSerializer.Deserialize<Push>((await node.StandardOutput.ReadLineAsync(patience.Token))!, Push.Json)!;

            Assert.Equal((said.Position, team.General, "message.sent", team.Ada.Id, "Hello 👋"), (push.Position, push.ChannelId, push.Type, push.Actor, push.Text));
            await node.WaitForExitAsync(patience.Token);
            Assert.Equal(0, node.ExitCode);
        }
        finally
        {
            node.Kill();
        }
    }

    [Fact]
    public async Task A_message_is_sent_in_message_pack()
    {
        var team = await app.Team();
        using var node = Node("call.mjs", new Uri(team.Bob.Http.BaseAddress!, "/hubs/chat").ToString(), team.Bob.Token!, team.General);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
        await node.WaitForExitAsync(patience.Token);

        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 2, await errors);
        var answer = JsonElement.Parse(lines[0]);
        var shown = await team.Ada.Get($"channels/{team.General}/messages/{answer.GetProperty("result").GetProperty("number")}", answer.GetProperty("position").GetInt64()).Ok();
        Assert.Equal(("Hello 👋", team.Bob.Id), (shown.Body.Text("text"), shown.Body.GetProperty("author").Text("id")));
        Assert.Contains("HubException: message.empty: ", lines[1], StringComparison.Ordinal);
    }

    private static Process Node(params string[] words) => Process.Start(new ProcessStartInfo("node", words)
    {
        WorkingDirectory = NodeFolder.Find(), UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
    })!;
}
