using System.Collections.Concurrent;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Projections.Subscriptions;

/// <summary>Which workspace a channel is of, as its first event says; that never changes. Nothing is forgotten: whoever learned of a channel is about to ask.</summary>
public sealed class ChannelHomes(IEventStore store)
{
    private readonly ConcurrentDictionary<StreamName, WorkspaceId> known = new();

    /// <summary>Of a stream whose events were shown to <see cref="Learn"/>; null for one that is of no channel.</summary>
    public WorkspaceId? Of(StreamName stream) => known.TryGetValue(stream, out var workspace) ? workspace : null;

    public async ValueTask Learn(IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        foreach (var e in events)
        {
            if (known.ContainsKey(e.Stream) || !e.Stream.StartsWith(StreamName.Channels)) continue;
            var first = e.Version == 1 ? e : await First(e.Stream, ct);
            if (first?.Readable is ChannelCreated created) known[e.Stream] = created.WorkspaceId;
        }
    }

    private async Task<RecordedEvent?> First(StreamName stream, CancellationToken ct)
    {
        await foreach (var e in store.ReadStreamBackwards(stream, 2, ct)) return e;
        return null;
    }
}
