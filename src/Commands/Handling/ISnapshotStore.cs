using EventChat.Events.Store;

namespace EventChat.Commands.Handling;

/// <summary>Where folded states are kept so that long streams load fast. Losing it costs time, nothing else.</summary>
public interface ISnapshotStore
{
    /// <summary>The newest snapshot of this format; null for none.</summary>
    Task<Snapshot?> Read(StreamName stream, int format, CancellationToken ct);

    /// <summary>Replaces the stream's snapshot, unless a newer one is there.</summary>
    Task Write(StreamName stream, int format, Snapshot snapshot, CancellationToken ct);
}

public sealed record Snapshot(long Version, ReadOnlyMemory<byte> State);
