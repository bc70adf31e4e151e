using EventChat.Adapters.EventStore;
using EventChat.Adapters.Privacy;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Contracts.Support;

/// <summary>What the suites write to a log and how they read it back.</summary>
internal static class Logs
{
    public const string MasterKey = "vm4fz16+pDMoLeWZKV2k1DM9N4s4hmIjSZHvvojHQfI=";
    public static readonly UserId Ada = Id.Parse<UserId>("U00000000000000000000000ADA");
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static StreamName NewStream() => StreamName.For(ChannelId.New());

    public static NewEvent Said(string text, int number = 1) => new(
        Guid.CreateVersion7(), new MessageSent(number, text), new(Ada, null, Guid.CreateVersion7(), Guid.CreateVersion7()), Noon.AddMicroseconds(number));

    public static NewEvent[] Said(params string[] texts) => [.. texts.Select(static (text, i) => Said(text, i + 1))];

    /// <summary>The keyring of this database.</summary>
    public static async Task<PostgresKeyring> Keys(NpgsqlDataSource postgres, PrivacyOptions? options = null)
    {
        var keyring = new PostgresKeyring(postgres, Options.Create(options ?? new() { MasterKey = MasterKey }), NullLogger<PostgresKeyring>.Instance);
        await keyring.Open("/nowhere", CancellationToken.None);
        return keyring;
    }

    public static async Task<PostgresEventStore> Open(NpgsqlDataSource postgres, EventStoreOptions? options = null, PostgresKeyring? keys = null)
    {
        var store = new PostgresEventStore(
            postgres, EventTypes.All, new(keys ?? await Keys(postgres)), Options.Create(options ?? new()), new LogMetrics(new TestMeters()), NullLogger<PostgresEventStore>.Instance);
        await store.Start(CancellationToken.None);
        return store;
    }

    public static Task<IReadOnlyList<RecordedEvent>> Append(this IEventStore store, StreamName stream, long expected, params NewEvent[] events) =>
        store.Append(stream, expected, events, CancellationToken.None);

    public static Task<List<RecordedEvent>> Read(this IEventStore store, StreamName stream, long after = 0) =>
        store.ReadStream(stream, after, CancellationToken.None).ToListAsync().AsTask();

    public static Task<List<RecordedEvent>> ReadBackwards(this IEventStore store, StreamName stream, long before = long.MaxValue) =>
        store.ReadStreamBackwards(stream, before, CancellationToken.None).ToListAsync().AsTask();

    public static Task<List<RecordedEvent>> ReadAll(this IEventStore store, Position after = default) =>
        store.ReadAll(after, CancellationToken.None).ToListAsync().AsTask();

    public static Task<Verification.Report> Verify(this IEventStore store) => Verification.Verify(store, null, CancellationToken.None);

    /// <summary>Appends at the end wherever that is, as somebody does who may not lose it.</summary>
    public static async Task<RecordedEvent> AppendAtEnd(this IEventStore store, StreamName stream, NewEvent @event)
    {
        while (true)
        {
            try { return Assert.Single(await store.Append(stream, await store.ReadVersion(stream, CancellationToken.None), @event)); }
            catch (WrongExpectedVersionException) { }
        }
    }

    /// <summary>Follows until the events that are wanted have come.</summary>
    public static async Task<List<EventPage>> Follow(this IEventStore store, Position after, StreamFilter filter, Func<EventPage, bool> until)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        List<EventPage> pages = [];
        await foreach (var page in store.Subscribe(after, filter, patience.Token))
        {
            pages.Add(page);
            if (until(page)) break;
        }

        return pages;
    }

    public static IEnumerable<string> Texts(this IEnumerable<RecordedEvent> events) => events.Select(static e => ((MessageSent)e.Event).Text);

    /// <summary>Everything of an event that is stored.</summary>
    public static string Printed(RecordedEvent e) =>
        $"{e.Position} {e.Stream} {e.Version} {e.Id} {e.Type} {Convert.ToHexString(e.Data.Span)} {e.Context} {e.RecordedAt:O} {Convert.ToHexString(e.Hash.Span)}";
}
