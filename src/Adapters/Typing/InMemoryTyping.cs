using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EventChat.Realtime.Typing;

namespace EventChat.Adapters.Typing;

/// <summary>Who is typing, within this process. Who does not keep up misses the oldest.</summary>
public sealed class InMemoryTyping : ITyping
{
    private const int MaxUnheard = 4_096;
    private readonly List<Channel<Typist>> listeners = [];
    private readonly Lock gate = new();

    public Task Tell(Typist typist, CancellationToken ct)
    {
        lock (gate)
            foreach (var listener in listeners) listener.Writer.TryWrite(typist);
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<Typist> Hear(CancellationToken ct)
    {
        var heard = Channel.CreateBounded<Typist>(new BoundedChannelOptions(MaxUnheard) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (gate) listeners.Add(heard);
        return Heard(heard, ct);
    }

    private async IAsyncEnumerable<Typist> Heard(Channel<Typist> heard, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            await foreach (var typist in heard.Reader.ReadAllAsync(ct)) yield return typist;
        }
        finally
        {
            lock (gate) listeners.Remove(heard);
        }
    }
}
