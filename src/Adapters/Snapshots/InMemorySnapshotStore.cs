using System.Collections.Concurrent;
using EventChat.Commands.Handling;
using EventChat.Events.Store;

namespace EventChat.Adapters.Snapshots;

/// <summary>For tests.</summary>
public sealed class InMemorySnapshotStore : ISnapshotStore
{
    private readonly ConcurrentDictionary<(StreamName, int), Snapshot> snapshots = new();

    public Task<Snapshot?> Read(StreamName stream, int format, CancellationToken ct) => Task.FromResult(snapshots.GetValueOrDefault((stream, format)));

    public Task Write(StreamName stream, int format, Snapshot snapshot, CancellationToken ct)
    {
        snapshots.AddOrUpdate((stream, format), snapshot, (_, old) => old.Version < snapshot.Version ? snapshot : old);
        return Task.CompletedTask;
    }
}
