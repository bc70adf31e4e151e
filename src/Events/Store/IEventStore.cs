using EventChat.Events.Serialization;

namespace EventChat.Events.Store;

/// <summary>
/// The log: one order of all events, and within it dense streams that are hash chains. Every adapter must pass <c>EventStoreContract</c>.
/// What was returned by <see cref="Append"/> is durable, and a reader that has seen a position never meets a smaller one later.
/// </summary>
public interface IEventStore
{
    /// <summary>Whether the events have the positions from 1 to the head and no other, so that a missing one shows.</summary>
    bool PositionsAreDense { get; }

    /// <summary>
    /// Appends all events or none. Repeating an append whose answer was lost, with the same ids, gives the first answer.
    /// </summary>
    /// <param name="expectedVersion">Version of the last event that the caller knows; 0 for a stream that must not exist.</param>
    /// <exception cref="WrongExpectedVersionException">The stream is elsewhere.</exception>
    /// <exception cref="LogOverloadedException">Too many appends wait already; nothing was recorded.</exception>
    /// <exception cref="LogUnavailableException">The engine cannot be reached. Whether the events are there shows when it is back.</exception>
    Task<IReadOnlyList<RecordedEvent>> Append(StreamName stream, long expectedVersion, IReadOnlyList<NewEvent> events, CancellationToken ct);

    /// <summary>Version of the last event, 0 for no stream: one indexed point read at the head of the log.</summary>
    Task<long> ReadVersion(StreamName stream, CancellationToken ct);

    /// <summary>The events after a version, oldest first, to the end.</summary>
    IAsyncEnumerable<RecordedEvent> ReadStream(StreamName stream, long afterVersion, CancellationToken ct);

    /// <summary>The events before a version, newest first, to the beginning; <see cref="long.MaxValue"/> begins at the end.</summary>
    IAsyncEnumerable<RecordedEvent> ReadStreamBackwards(StreamName stream, long beforeVersion, CancellationToken ct);

    /// <summary>The same as <see cref="ReadStream"/> for folds that read no words, at a fraction of the cost.</summary>
    IAsyncEnumerable<EventOutline> ReadOutlines(StreamName stream, long afterVersion, CancellationToken ct) => ReadStream(stream, afterVersion, ct).Select(EventOutline.Of);

    /// <summary>All events after a position, to the end of the log as it is when the reader gets there.</summary>
    /// <exception cref="EventContractException">An envelope is not as any version of the server wrote it; the message names the event.</exception>
    IAsyncEnumerable<RecordedEvent> ReadAll(Position after, CancellationToken ct);

    /// <summary>Position of the last event of the log.</summary>
    Task<Position> ReadHead(CancellationToken ct);

    /// <summary>
    /// Names this history of the log; at most 64 characters. Where a backup was restored, or another server of the engine took over, it has another name, and what somebody
    /// has seen of the log may never have happened.
    /// </summary>
    string Epoch { get; }

    /// <summary>
    /// Catches up from a position and then waits for more; never completes. A reader may be as slow as it likes: it loses nothing, and
    /// the adapter is the one that subscribes again where an engine drops slow readers.
    /// </summary>
    IAsyncEnumerable<EventPage> Subscribe(Position after, StreamFilter filter, CancellationToken ct);
}

/// <summary>Some events in log order, at most <see cref="MaxEvents"/>.</summary>
/// <param name="Events">Those that the filter lets through; may be none.</param>
/// <param name="Through">The reader has now seen everything up to here.</param>
/// <param name="IsLive">Nothing more was waiting when the page was made.</param>
public sealed record EventPage(IReadOnlyList<RecordedEvent> Events, Position Through, bool IsLive)
{
    public const int MaxEvents = 1000;
}

public sealed class WrongExpectedVersionException(StreamName stream, long expected, long actual)
    : Exception($"Stream {stream} is at version {actual}, not {expected}.")
{
    public long Actual => actual;
}

public sealed class LogOverloadedException() : Exception("Too many appends wait for the log.");

public sealed class LogUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
