using System.Collections.Concurrent;
using System.Security.Cryptography;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Adapters.Privacy;

/// <summary>
/// The keyring as a table beside the log. A key that was destroyed leaves its name and the time, so that nothing makes it again. What was used lately is in memory, as much as fits.
/// </summary>
public sealed class PostgresKeyring([FromKeyedServices(PostgresKeyring.Pool)] NpgsqlDataSource postgres, IOptions<PrivacyOptions> options, ILogger<PostgresKeyring> logger) : IKeyring
{
    /// <summary>Its own connections: who reads the log holds one and may need a key in the middle of it.</summary>
    public const string Pool = "keyring";

    /// <summary>Each is about half a kilobyte.</summary>
    private const int MostInMemory = 50_000;

    private readonly ConcurrentDictionary<ContentKeyId, ContentKey?> reading = new();
    private readonly ConcurrentDictionary<(UserId Author, StreamName Stream, int Month), (byte Generation, ContentKey Key)> writing = new();
    private KeyTable? table;

    private KeyTable Table => table ?? throw new InvalidOperationException("The keyring was not opened.");

    /// <param name="folder">See <see cref="MasterKeys.Open"/>.</param>
    /// <exception cref="StartupException">The master key is missing, or is not the one that wrapped these keys.</exception>
    public async Task Open(string folder, CancellationToken ct)
    {
        await KeyTable.EnsureSchema(postgres, ct);
        var masters = await MasterKeys.Open(options.Value, folder, async stop => (await KeyTable.Masters(postgres, stop)).Count == 0, ct);
        table = await KeyTable.Open(postgres, masters, logger, ct);
    }

    public ValueTask<(byte Generation, ContentKey Key)> ForWriting(UserId author, StreamName stream, int month, CancellationToken ct) =>
        writing.TryGetValue((author, stream, month), out var known) ? new(known) : new(MakeForWriting(author, stream, month, ct));

    public ValueTask<ContentKey?> ForReading(ContentKeyId id, CancellationToken ct) =>
        reading.TryGetValue(id, out var known) ? new(known) : new(FindForReading(id, ct));

    public async Task DestroyAuthor(UserId author, IReadOnlyCollection<StreamName> streams, CancellationToken ct)
    {
        await Table.Destroy([.. streams.Select(stream => new ContentKeyId(author, stream, 0, 1).AuthorName)], ct);
        Forget();
    }

    public async Task DestroyMonths(StreamName channel, IReadOnlyCollection<int> months, CancellationToken ct)
    {
        await Table.Destroy([.. months.Select(month => ContentKeyId.MonthOf(channel, month))], ct);
        Forget();
    }

    public async Task<IReadOnlyList<StreamName>> StreamsOf(UserId author, CancellationToken ct)
    {
        var prefix = new ContentKeyId(author, new(""), 0, 1).AuthorName;
        return [.. (await Table.Names(prefix, ct)).Select(name => new StreamName(name[prefix.Length..]))];
    }

    public void Forget()
    {
        reading.Clear();
        writing.Clear();
    }

    private async Task<(byte Generation, ContentKey Key)> MakeForWriting(UserId author, StreamName stream, int month, CancellationToken ct)
    {
        var id = new ContentKeyId(author, stream, month, 1);
        var (generation, own) = await Reachable(Table.Make(id.AuthorName, mayRenew: true, ct));
        var shared = id.MonthName is { } name ? (await Reachable(Table.Make(name, mayRenew: false, ct))).Key : [];
        var made = (generation, ContentKey.Derive(own, shared));
        if (writing.Count >= MostInMemory) writing.Clear();
        return writing[(author, stream, month)] = made;
    }

    private async Task<ContentKey?> FindForReading(ContentKeyId id, CancellationToken ct)
    {
        var author = await Reachable(Table.Find(id.AuthorName, id.Generation, ct));
        var month = id.MonthName is { } name ? await Reachable(Table.Find(name, 1, ct)) : [];
        var key = author is null || month is null ? null : ContentKey.Derive(author, month);
        if (reading.Count >= MostInMemory) reading.Clear();
        return reading[id] = key;
    }

    private static async Task<T> Reachable<T>(Task<T> work)
    {
        try { return await work; }
        catch (NpgsqlException error) { throw new LogUnavailableException(error.Message, error); }
        catch (CryptographicException error) { throw new Events.Serialization.EventContractException($"the keyring was changed: {error.Message}", error); }
    }
}
