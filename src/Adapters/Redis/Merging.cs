using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace EventChat.Adapters.Redis;

/// <summary>Two streams as one, each asked anew a second after it broke off because Redis was away.</summary>
internal static class Merging
{
    /// <summary>What may wait for the reader; the oldest goes first.</summary>
    private const int MaxUnheard = 16_384;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    public static async IAsyncEnumerable<T> Of<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> one, Func<CancellationToken, IAsyncEnumerable<T>> other, [EnumeratorCancellation] CancellationToken ct)
    {
        var heard = Channel.CreateBounded<T>(new BoundedChannelOptions(MaxUnheard) { FullMode = BoundedChannelFullMode.DropOldest });
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pumps = Task.WhenAll(Pump(one, heard.Writer, over.Token), Pump(other, heard.Writer, over.Token));
        try
        {
            await foreach (var next in heard.Reader.ReadAllAsync(ct)) yield return next;
        }
        finally
        {
            await over.CancelAsync();
            await pumps;
        }
    }

    private static async Task Pump<T>(Func<CancellationToken, IAsyncEnumerable<T>> from, ChannelWriter<T> to, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try { await foreach (var next in from(ct)) to.TryWrite(next); }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { }
            catch (Exception error) when (RedisSettings.IsAway(error)) { }

            await Task.Delay(Rest, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
