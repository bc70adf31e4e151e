using System.Diagnostics;
using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>npm's smtp-server, and what it took.</summary>
public sealed class PostOffice : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process node;
    private readonly int port;
    private readonly List<JsonElement> taken = [];

    private PostOffice(Process node, int port)
    {
        (this.node, this.port) = (node, port);
        _ = Listen();
    }

    public static async Task<PostOffice> Open(params string[] account)
    {
        var started = Process.Start(new ProcessStartInfo("node", ["smtp.mjs", .. account])
        {
            WorkingDirectory = NodeFolder.Find(), UseShellExecute = false, RedirectStandardOutput = true,
        })!;
        return new(started, int.Parse((await started.StandardOutput.ReadLineAsync().WaitAsync(Patience))!));
    }

    /// <summary>Of one that does not answer.</summary>
    public static string[] Closed => SettingsOf(1);

    public string[] Settings(params string[] account) => SettingsOf(port, account);

    private static string[] SettingsOf(int port, params string[] account) =>
    [
        "--Mail:Host", "127.0.0.1", "--Mail:Port", $"{port}", "--Mail:Security", "None", "--Mail:From", "EventChat <chat@example.org>", "--Mail:BaseUrl",
        "https://chat.example.org", "--Mail:AwayMinutes", "0", "--Mail:LookSeconds", "0.2", "--Jobs:FirstPauseSeconds", "0.1",
        .. account is [var user, var password] ? (string[])["--Mail:User", user, "--Mail:Password", password] : [],
    ];

    public async Task<JsonElement> To(string address)
    {
        JsonElement? found = null;
        await Eventually.True(() => Task.FromResult((found = Find(address)) is not null), Patience, () => $"no mail to {address}");
        lock (taken) taken.Remove(found!.Value);
        return found!.Value;
    }

    public async Task Nothing(string address, TimeSpan time)
    {
        await Task.Delay(time);
        Assert.Null(Find(address));
    }

    public async ValueTask DisposeAsync()
    {
        node.Kill();
        await node.WaitForExitAsync();
        node.Dispose();
    }

    public IReadOnlyList<string> Missing(IEnumerable<string> addresses) => [.. addresses.Where(address => Find(address) is null)];

    private JsonElement? Find(string address)
    {
        lock (taken)
            foreach (var mail in taken)
                if (mail.GetProperty("to").EnumerateArray().Any(to => to.GetString() == address)) return mail;
        return null;
    }

    private async Task Listen()
    {
        while (await node.StandardOutput.ReadLineAsync() is { } line)
            lock (taken) taken.Add(JsonElement.Parse(line));
    }
}
