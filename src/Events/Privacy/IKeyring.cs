using EventChat.Events.Store;

namespace EventChat.Events.Privacy;

/// <summary>
/// Keeps two keys for every word: that of its author in the stream, and in a channel that of the month in which it was recorded. What is sealed takes both, so destroying either
/// makes it unreadable wherever it is. Keys are never in the log, and never outside in the clear. Every adapter must pass <c>KeyringContract</c>.
/// </summary>
public interface IKeyring
{
    /// <summary>The key for what is written now. Keys that are missing are made, and are durable when this answers; an author whose key was destroyed gets a new one.</summary>
    /// <param name="month">See <see cref="ContentKeyId.Month"/>.</param>
    /// <exception cref="LogUnavailableException">The keys cannot be reached.</exception>
    ValueTask<(byte Generation, ContentKey Key)> ForWriting(UserId author, StreamName stream, int month, CancellationToken ct);

    /// <summary>The key of what was written; null where it was destroyed.</summary>
    /// <exception cref="Serialization.EventContractException">There never was such a key here: the keys are not those of this log.</exception>
    ValueTask<ContentKey?> ForReading(ContentKeyId id, CancellationToken ct);

    /// <summary>Destroys the keys of an author in these streams, for ever.</summary>
    Task DestroyAuthor(UserId author, IReadOnlyCollection<StreamName> streams, CancellationToken ct);

    /// <summary>Destroys the keys of these months of a channel, for ever.</summary>
    Task DestroyMonths(StreamName channel, IReadOnlyCollection<int> months, CancellationToken ct);

    /// <summary>Where an author has keys, destroyed ones too: wherever they wrote, or were quoted.</summary>
    Task<IReadOnlyList<StreamName>> StreamsOf(UserId author, CancellationToken ct);

    /// <summary>Forgets what is held in memory, because another node has destroyed some of it.</summary>
    void Forget();
}

/// <param name="Month">Year times 100 plus month, UTC, for a channel; 0 for other streams, of which nothing goes by its age.</param>
/// <param name="Generation">1, and one more for each time that the author's key in the stream was destroyed and the author came back.</param>
public readonly record struct ContentKeyId(UserId Author, StreamName Stream, int Month, byte Generation)
{
    /// <summary>What the author's key is kept under; each generation apart.</summary>
    public string AuthorName => $"{Author}@{Stream}";

    /// <summary>What the month's key is kept under; null where there is none.</summary>
    public string? MonthName => Month == 0 ? null : MonthOf(Stream, Month);

    public static string MonthOf(StreamName stream, int month) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{stream}/{month}");

    /// <summary>The month that an event of a stream counts to.</summary>
    public static int MonthAt(StreamName stream, DateTimeOffset at) => stream.StartsWith(StreamName.Channels) ? at.UtcDateTime.Year * 100 + at.UtcDateTime.Month : 0;
}
