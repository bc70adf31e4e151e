using System.Diagnostics;
using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>A client on npm's @microsoft/signalr that follows and talks in a process of its own, and all that it told.</summary>
public sealed class NodeFollower : IAsyncDisposable
{
    private readonly Process node;
    private readonly List<JsonElement> told = [];
    private readonly Task listening;
    private readonly Task<string> errors;

    private NodeFollower(string name, Process node)
    {
        (Name, this.node) = (name, node);
        listening = Listen();
        errors = node.StandardError.ReadToEndAsync();
    }

    public string Name { get; }

    public IReadOnlyList<JsonElement> Told { get { lock (told) return [.. told]; } }

    /// <param name="nodes">Where it connects: to the first, and whenever it loses one to the next.</param>
    public static NodeFollower Start(Person person, string transport, string protocol, IEnumerable<Uri> nodes, IEnumerable<string> channels)
    {
        var name = $"{transport} {protocol}";
        string[] words = ["follow.mjs", name, person.Token!, transport, protocol, string.Join(',', nodes.Select(static n => n.ToString().TrimEnd('/'))), string.Join(',', channels)];
        return new(name, Process.Start(new ProcessStartInfo("node", words)
        {
            WorkingDirectory = NodeFolder.Find(), UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!);
    }

    public IReadOnlyList<JsonElement> All(string what) => [.. Told.Where(line => line.TryGetProperty(what, out _))];

    public IReadOnlyList<Push> In(string channel) => [.. All("event").Select(static line => line.GetProperty("event").Deserialize<Push>(Push.Json)!).Where(e => e.ChannelId == channel)];

    /// <summary>The addresses that it came to, in order.</summary>
    public IReadOnlyList<string> Lives => [.. All("live").Select(static line => line.Text("live"))];

    public async Task Until(Func<NodeFollower, bool> enough, TimeSpan? patience = null)
    {
        await Eventually.True(() => Task.FromResult(enough(this) || node.HasExited), patience ?? TimeSpan.FromSeconds(60), () => $"{Name} told {Told.Count} lines, the last of them {(Told is [.., var last] ? last : null)}");
        if (!enough(this)) Assert.Fail($"{Name} ended: {await errors}");
    }

    /// <summary>It talks no more, and what it had begun to send is sent.</summary>
    /// <returns>How many pushes it lost on purpose.</returns>
    public async Task<long> Quiet()
    {
        await node.StandardInput.WriteLineAsync("stop");
        await node.StandardInput.FlushAsync();
        await Until(static f => f.All("stopped").Count > 0);
        return All("stopped")[0].Long("stopped");
    }

    public async ValueTask DisposeAsync()
    {
        node.Kill();
        await node.WaitForExitAsync();
        await listening;
        node.Dispose();
    }

    private async Task Listen()
    {
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            // A line that the process did not live to end says nothing.
            if (!line.EndsWith('}')) continue;
            lock (told) told.Add(JsonElement.Parse(line));
        }
    }
}
