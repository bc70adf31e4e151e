using EventChat.Events.Checkpoints;
using EventChat.Events.Serialization;

namespace EventChat.Events.Store;

/// <summary>
/// Reads the whole log and checks every chain, and that no position is missing where a store numbers them without gaps; the memory it needs
/// is one hash per stream.
/// </summary>
public static class Verification
{
    /// <param name="Events">How many were checked, up to the first that is broken.</param>
    /// <param name="Broken">What is wrong, with stream, version and position; null where all is well.</param>
    public sealed record Report(long Events, int Streams, string? Broken);

    /// <param name="checkpoints">Sees what was read; what it found it says itself.</param>
    public static async Task<Report> Verify(IEventStore store, Action<long>? progress, CancellationToken ct, CheckpointCheck? checkpoints = null)
    {
        Dictionary<string, (long Version, ReadOnlyMemory<byte> Hash)> heads = [];
        var positions = await Positions.Begin(store, ct);
        var (count, last) = (0L, Position.Start);

        try
        {
            await foreach (var e in store.ReadAll(Position.Start, ct))
            {
                positions.See(e.Position);
                var head = heads.GetValueOrDefault(e.Stream.Value, (0, HashChain.Genesis));
                if (Broken(e, head.Version, head.Hash, last) is { } broken) return new(count, heads.Count, $"{broken}{positions.Beside}");

                heads[e.Stream.Value] = (e.Version, e.Hash);
                last = e.Position;
                checkpoints?.See(e);
                if (++count % 10_000 == 0) progress?.Invoke(count);
            }
        }
        catch (EventContractException unreadable)
        {
            return new(count, heads.Count, $"{unreadable.Message}{positions.Beside}");
        }

        checkpoints?.End();
        return new(count, heads.Count, await positions.End(ct));
    }

    private static string? Broken(RecordedEvent e, long version, ReadOnlyMemory<byte> previous, Position last)
    {
        var name = $"{e.Stream} version {e.Version} at position {e.Position}";
        if (e.Position <= last) return $"{name}: positions do not grow.";
        if (e.Version != version + 1) return $"{name}: version {version + 1} is missing before it.";
        if (!e.Hash.Span.SequenceEqual(HashChain.Next(previous.Span, e))) return $"{name}: its bytes, or those before it, are not the ones that were recorded.";
        try { _ = e.Event; }
        catch (EventContractException error) { return $"{name}: {error.Message}"; }
        return null;
    }
}
