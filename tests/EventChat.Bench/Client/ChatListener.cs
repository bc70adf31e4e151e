using System.Text;
using EventChat.Client;

namespace EventChat.Bench.Client;

/// <summary>The client library, which is told messages of this run.</summary>
internal sealed class ChatListener : IAsyncDisposable
{
    private readonly ChatClient _client;
    private readonly Task _listening;

    private ChatListener(Uri server, string token, Action<long, long> received, Action<ChatState> changed)
    {
        _client = new(new() { Server = server, AccessToken = () => Task.FromResult<string?>(token) });
        _listening = Listen(received, changed);
    }

    public long Resets { get; private set; }

    /// <summary>The same for two listeners exactly if they were told the same messages in the same order.</summary>
    public long Order { get; private set; }

    /// <param name="received">Called with the id of a message and the moment it was told, on any thread, like the other.</param>
    public static async Task<ChatListener> Start(
        Uri server, string token, Action<long, long> received, Action<ChatState> changed, CancellationToken ct)
    {
        var listener = new ChatListener(server, token, received, changed);
        await listener._client.Start(ct);
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _listening;
    }

    private async Task Listen(Action<long, long> received, Action<ChatState> changed)
    {
        await foreach (var update in _client.Updates())
        {
            switch (update)
            {
                case EventHappened { Event: { Type: "message.sent" } sent }:
                    Hear(sent.Data.GetProperty("text").GetString()!, received);
                    break;
                case ChannelReset or Called { Target: "Reset" }:
                    Resets++;
                    break;
                case StateChanged { State: var state }:
                    changed(state);
                    break;
            }
        }
    }

    private void Hear(string text, Action<long, long> received)
    {
        Span<byte> words = stackalloc byte[MessageId.Length];
        if (text.Length < words.Length || MessageId.Find(words[..Encoding.UTF8.GetBytes(text.AsSpan(0, words.Length), words)]) is not (var id and >= 0)) return;

        received(id, Clock.Now);
        Order = (Order * 31) + id;
    }
}
