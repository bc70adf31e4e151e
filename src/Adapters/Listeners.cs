using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace EventChat.Adapters;

/// <summary>Whoever in this process wants to hear of something. Who does not keep up misses the oldest.</summary>
/// <param name="most">That one of them may have unheard.</param>
internal sealed class Listeners<T>(int most)
{
    private readonly List<Channel<T>> all = [];
    private readonly Lock gate = new();

    public void Tell(T news)
    {
        lock (gate)
            foreach (var listener in all) listener.Writer.TryWrite(news);
    }

    /// <summary>All that is told from this call on, though it be read later.</summary>
    public IAsyncEnumerable<T> Hear(CancellationToken ct)
    {
        var heard = Channel.CreateBounded<T>(new BoundedChannelOptions(most) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (gate) all.Add(heard);
        return Heard(heard, ct);
    }

    private async IAsyncEnumerable<T> Heard(Channel<T> heard, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            await foreach (var news in heard.Reader.ReadAllAsync(ct)) yield return news;
        }
        finally
        {
            lock (gate) all.Remove(heard);
        }
    }
}
