using EventChat.Client;

namespace EventChat.Testing;

/// <summary>The client library, and all that it told.</summary>
public sealed class Follower : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20), Glance = TimeSpan.FromMilliseconds(5);
    private readonly List<ChatUpdate> told = [];
    private readonly Task listening;

    private Follower(ChatClient client)
    {
        Client = client;
        listening = Listen();
    }

    public ChatClient Client { get; }

    public IReadOnlyList<ChatUpdate> Told { get { lock (told) return [.. told]; } }

    public static async Task<Follower> Start(ChatClientOptions options)
    {
        var follower = new Follower(new(options));
        await follower.Client.Start();
        return follower;
    }

    public IReadOnlyList<ChatEvent> In(string channel) => [.. Told.OfType<EventHappened>().Select(static t => t.Event).Where(e => e.ChannelId == channel)];

    /// <exception cref="TimeoutException">It did not come about.</exception>
    public async Task Until(Func<Follower, bool> enough, TimeSpan? patience = null)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); !enough(this); await Task.Delay(Glance))
        {
            if (TimeProvider.System.GetElapsedTime(begun) < (patience ?? Patience)) continue;
            var all = Told;
            throw new TimeoutException($"It did not come about: told {all.Count} updates, the last of them {(all is [.., var last] ? last : null)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await listening;
    }

    private async Task Listen()
    {
        await foreach (var update in Client.Updates()) lock (told) told.Add(update);
    }
}
