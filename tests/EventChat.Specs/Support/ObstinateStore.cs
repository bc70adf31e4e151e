using EventChat.Events.Store;

namespace EventChat.Specs.Support;

/// <summary>A log with bad days: it is away, loses its answers, is full or makes everybody wait.</summary>
internal sealed class ObstinateStore(IEventStore inner) : IEventStore
{
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsAway { get; set; }
    public bool IsFull { get; set; }
    public bool LosesAnswers { get; set; }
    public bool PositionsAreDense => inner.PositionsAreDense;
    public string Epoch => inner.Epoch;
    public bool IsShut { get; set; }
    public int Appends { get; private set; }

    public void Open()
    {
        IsShut = false;
        open.TrySetResult();
    }

    public async Task<IReadOnlyList<RecordedEvent>> Append(StreamName stream, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        Appends++;
        if (IsShut) await open.Task;
        if (IsFull) throw new LogOverloadedException();
        Reach();
        var recorded = await inner.Append(stream, expectedVersion, events, ct);
        return LosesAnswers ? throw new LogUnavailableException("The answer was lost.") : recorded;
    }

    public Task<long> ReadVersion(StreamName stream, CancellationToken ct) => Reach().ReadVersion(stream, ct);

    public IAsyncEnumerable<RecordedEvent> ReadStream(StreamName stream, long afterVersion, CancellationToken ct) => Reach().ReadStream(stream, afterVersion, ct);

    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwards(StreamName stream, long beforeVersion, CancellationToken ct) =>
        Reach().ReadStreamBackwards(stream, beforeVersion, ct);

    public IAsyncEnumerable<RecordedEvent> ReadAll(Position after, CancellationToken ct) => Reach().ReadAll(after, ct);

    public Task<Position> ReadHead(CancellationToken ct) => Reach().ReadHead(ct);

    public IAsyncEnumerable<EventPage> Subscribe(Position after, StreamFilter filter, CancellationToken ct) => Reach().Subscribe(after, filter, ct);

    private IEventStore Reach() => IsAway ? throw new LogUnavailableException("The log is away.") : inner;
}
