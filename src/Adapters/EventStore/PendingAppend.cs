using EventChat.Events.Privacy;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Adapters.EventStore;

/// <summary>An append that waits for the log, with what is made of it before it is given positions.</summary>
internal sealed class PendingAppend(StreamName stream, long expected, IReadOnlyList<NewEvent> events)
    : TaskCompletionSource<IReadOnlyList<RecordedEvent>>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private Payload[]? payloads;

    public StreamName Stream => stream;
    public long Expected => expected;
    public IReadOnlyList<NewEvent> Events => events;

    public bool Repeats(PendingAppend earlier) => stream == earlier.Stream && expected == earlier.Expected
        && events.Select(static e => e.Id).SequenceEqual(earlier.Events.Select(static e => e.Id));

    /// <summary>Gets the answer of the same append, which came first and is still under way.</summary>
    public async Task Share(PendingAppend first)
    {
        try { TrySetResult(await first.Task); }
        catch (Exception error) { TrySetException(error); }
    }

    /// <summary>Serialized and sealed on the caller's turn, so that the one writer has less to do.</summary>
    public async ValueTask<PendingAppend> Serialize(EventTypes types, Sealer sealer, CancellationToken ct)
    {
        var made = new Payload[events.Count];
        for (var i = 0; i < made.Length; i++)
        {
            var (type, json) = types.Write(events[i].Event);
            made[i] = new(type, json, await sealer.Seal(type, json, new(stream, events[i].Id, events[i].Context.Actor, events[i].At), ct));
        }

        payloads = made;
        return this;
    }

    /// <summary>The events as they will be recorded, chained to the stream's head.</summary>
    public StreamHead Chain(StreamHead head, Position after, EventTypes types, List<RecordedEvent> group)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var (type, json, stored) = payloads![i];
            var at = events[i].At.AddTicks(-(events[i].At.Ticks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime();
            var hash = HashChain.Next(head.Hash.Span, stream, head.Version + 1, events[i].Id, type, stored, events[i].Context, at);
            head = new(head.Version + 1, hash);
            group.Add(new(types, events[i].Event)
            {
                Position = new(after.Value + group.Count + 1), Stream = stream, Version = head.Version, Id = events[i].Id, Type = type, Data = stored, Opened = json,
                Context = events[i].Context, RecordedAt = at, Hash = hash,
            });
        }

        return head;
    }

    private readonly record struct Payload(string Type, byte[] Json, byte[] Stored);
}

/// <summary>Where a stream ends.</summary>
internal readonly record struct StreamHead(long Version, ReadOnlyMemory<byte> Hash)
{
    public static readonly StreamHead None = new(0, HashChain.Genesis);
}
