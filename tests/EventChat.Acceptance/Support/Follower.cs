using EventChat.Client;

namespace EventChat.Acceptance.Support;

/// <summary>The client library, and all that it told.</summary>
public sealed class Follower : IAsyncDisposable
{
    private readonly List<ChatUpdate> told = [];
    private readonly Task listening;

    private Follower(ChatClient client)
    {
        Client = client;
        listening = Listen();
    }

    public ChatClient Client { get; }

    public IReadOnlyList<ChatUpdate> Told { get { lock (told) return [.. told]; } }

    public static async Task<Follower> Start(Person person, Uri? server = null, bool packed = false, bool isPatient = true)
    {
        var follower = new Follower(new(new()
        {
            Server = server ?? person.Http.BaseAddress!, AccessToken = () => Task.FromResult(person.Token), Packed = packed,
            SendPatience = isPatient ? TimeSpan.FromMinutes(2) : TimeSpan.FromSeconds(1),
        }));
        await follower.Client.Start();
        return follower;
    }

    public IReadOnlyList<ChatEvent> In(string channel) => [.. Told.OfType<EventHappened>().Select(static t => t.Event).Where(e => e.ChannelId == channel)];

    public Task Until(Func<Follower, bool> enough, TimeSpan? patience = null) =>
        Eventually.True(() => Task.FromResult(enough(this)), patience ?? TimeSpan.FromSeconds(20), () => $"told {Told.Count} updates, the last of them {(Told is [.., var last] ? last : null)}");

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
