using System.Collections.Concurrent;
using System.Security.Cryptography;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Adapters.Privacy;

/// <summary>For tests, beside a log in memory.</summary>
public sealed class InMemoryKeyring : IKeyring
{
    /// <summary>Null for one that was destroyed.</summary>
    private readonly ConcurrentDictionary<(string Name, byte Generation), byte[]?> keys = new();
    private readonly ConcurrentDictionary<ContentKeyId, ContentKey> derived = new();

    public ValueTask<(byte Generation, ContentKey Key)> ForWriting(UserId author, StreamName stream, int month, CancellationToken ct)
    {
        for (byte generation = 1; ; generation++)
        {
            var id = new ContentKeyId(author, stream, month, generation);
            if (keys.GetOrAdd((id.AuthorName, generation), static _ => RandomNumberGenerator.GetBytes(ContentKey.Bytes)) is null) continue;
            if (id.MonthName is { } name && keys.GetOrAdd((name, 1), static _ => RandomNumberGenerator.GetBytes(ContentKey.Bytes)) is null) throw KeyDestroyed.For(name);
            return ValueTask.FromResult((generation, Derive(id)!));
        }
    }

    public ValueTask<ContentKey?> ForReading(ContentKeyId id, CancellationToken ct) => ValueTask.FromResult(Derive(id));

    public Task DestroyAuthor(UserId author, IReadOnlyCollection<StreamName> streams, CancellationToken ct)
    {
        foreach (var name in streams.Select(stream => new ContentKeyId(author, stream, 0, 1).AuthorName)) Destroy(key => key.Name == name);
        return Task.CompletedTask;
    }

    public Task DestroyMonths(StreamName channel, IReadOnlyCollection<int> months, CancellationToken ct)
    {
        foreach (var name in months.Select(month => ContentKeyId.MonthOf(channel, month))) Destroy(key => key.Name == name);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StreamName>> StreamsOf(UserId author, CancellationToken ct) => Task.FromResult<IReadOnlyList<StreamName>>(
        [.. keys.Keys.Where(key => key.Name.StartsWith($"{author}@", StringComparison.Ordinal)).Select(static key => new StreamName(key.Name[(key.Name.IndexOf('@') + 1)..])).Distinct()]);

    public void Forget()
    {
    }

    private void Destroy(Func<(string Name, byte Generation), bool> meant)
    {
        foreach (var key in keys.Keys.Where(meant)) keys[key] = null;
        derived.Clear();
    }

    private ContentKey? Derive(ContentKeyId id)
    {
        var month = id.MonthName is { } name ? Find(name, 1) : [];
        return Find(id.AuthorName, id.Generation) is not { } author || month is null ? null : derived.GetOrAdd(id, static (_, of) => ContentKey.Derive(of.author, of.month), (author, month));
    }

    private byte[]? Find(string name, byte generation) => keys.TryGetValue((name, generation), out var key) ? key : throw KeyMissing.For(name);
}

internal static class KeyMissing
{
    public static EventContractException For(string name) => new($"its words were sealed under the key '{name}', which is not in the keyring: the keyring is not the one of this log.");
}

internal static class KeyDestroyed
{
    public static InvalidOperationException For(string name) => new($"The key '{name}' was destroyed, and nothing more is written under it.");
}
