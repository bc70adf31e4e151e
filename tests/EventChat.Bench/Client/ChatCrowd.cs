using System.Net;
using EventChat.Client;

namespace EventChat.Bench.Client;

/// <summary>Members of a channel who listen with the client library: dearer for this process than a crowd, and just what people have.</summary>
internal sealed class ChatCrowd : IAudience
{
    private readonly ChatListener[] _listeners;

    private ChatCrowd(ChatListener[] listeners) => _listeners = listeners;

    public long Resets => _listeners.Sum(static listener => listener.Resets);

    public bool SameOrder => _listeners.All(listener => listener.Order == _listeners[0].Order);

    public static async Task<ChatCrowd> Gather(
        IPEndPoint server, IReadOnlyList<string> tokens, Deliveries deliveries, Recorder recorder, CancellationToken ct)
    {
        var gate = new Lock();
        return new(await Task.WhenAll(tokens.Select(token => ChatListener.Start(new($"http://{server}"), token, Received, Changed, ct))));

        void Received(long id, long at)
        {
            lock (gate) deliveries.Received(id, at);
        }

        void Changed(ChatState state)
        {
            if (state == ChatState.Connecting) recorder.Fail("a member lost the connection");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners) await listener.DisposeAsync();
    }
}
