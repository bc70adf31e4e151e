using System.Runtime.CompilerServices;
using EventChat.Events.Privacy;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Adapters.EventStore;

/// <summary>For tests. It serializes like a real store, so a broken event contract fails here too; its positions are not dense, so that nobody relies on it.</summary>
public sealed class InMemoryEventStore(EventTypes types, Sealer sealer) : IEventStore
{
    private readonly List<RecordedEvent> log = [];
    private readonly Dictionary<StreamName, List<RecordedEvent>> streams = [];
    private readonly LogTail tail = new(maxEvents: 16, maxBytes: long.MaxValue);
    private readonly Lock gate = new();

    public bool PositionsAreDense => false;
    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");

    public async Task<IReadOnlyList<RecordedEvent>> Append(StreamName stream, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        var append = await new PendingAppend(stream, expectedVersion, events).Serialize(types, sealer, ct);
        lock (gate)
        {
            var known = streams.GetValueOrDefault(stream) ?? [];
            if (known.Count != expectedVersion)
            {
                var again = known.Skip((int)expectedVersion).Take(events.Count).ToList();
                return again.Select(static e => e.Id).SequenceEqual(events.Select(static e => e.Id)) ? again : throw new WrongExpectedVersionException(stream, expectedVersion, known.Count);
            }

            var head = known is [.., var last] ? new StreamHead(last.Version, last.Hash) : StreamHead.None;
            List<RecordedEvent> group = [];
            append.Chain(head, Position.Start, types, group);
            List<RecordedEvent> recorded = [.. group.Select((e, i) => Stored(e, new(3 * (log.Count + i + 1L))))];
            log.AddRange(recorded);
            if (!streams.TryAdd(stream, [.. recorded])) streams[stream].AddRange(recorded);
            tail.Publish(recorded);
            return recorded;
        }
    }

    public Task<long> ReadVersion(StreamName stream, CancellationToken ct)
    {
        lock (gate) return Task.FromResult<long>(streams.GetValueOrDefault(stream)?.Count ?? 0);
    }

    public IAsyncEnumerable<RecordedEvent> ReadStream(StreamName stream, long afterVersion, CancellationToken ct) =>
        Of(stream).Where(e => e.Version > afterVersion).ToAsyncEnumerable();

    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwards(StreamName stream, long beforeVersion, CancellationToken ct) =>
        Of(stream).Where(e => e.Version < beforeVersion).Reverse().ToAsyncEnumerable();

    public IAsyncEnumerable<RecordedEvent> ReadAll(Position after, CancellationToken ct)
    {
        lock (gate) return log.Where(e => e.Position > after).ToList().ToAsyncEnumerable();
    }

    public Task<Position> ReadHead(CancellationToken ct) => Task.FromResult(tail.Head);

    public async IAsyncEnumerable<EventPage> Subscribe(Position after, StreamFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var (page, more) = tail.Read(after, filter);
            page ??= FromLog(after, filter);
            if (page.Through > after) yield return page;
            after = page.Through;
            await more.WaitAsync(ct);
        }
    }

    private EventPage FromLog(Position after, StreamFilter filter)
    {
        lock (gate)
        {
            var page = log.Where(e => e.Position > after).Take(EventPage.MaxEvents).ToList();
            return new([.. page.Where(e => filter.Matches(e.Stream))], page[^1].Position, page[^1] == log[^1]);
        }
    }

    private List<RecordedEvent> Of(StreamName stream)
    {
        lock (gate) return [.. streams.GetValueOrDefault(stream) ?? []];
    }

    private RecordedEvent Stored(RecordedEvent e, Position position) => new(types)
    {
        Position = position, Stream = e.Stream, Version = e.Version, Id = e.Id, Type = e.Type, Data = e.Data, Opened = e.Opened, Context = e.Context,
        RecordedAt = e.RecordedAt, Hash = e.Hash,
    };
}
