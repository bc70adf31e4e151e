using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Realtime.Pushes;

namespace EventChat.Realtime.Resume;

/// <summary>
/// The newest events of a channel in a row, each as the JSON that members get, written once however many come back. What is deleted loses its words here too.
/// </summary>
internal sealed class ChannelTail(ChannelId channel)
{
    /// <summary>Beyond so many, a client does better to read on over REST, page by page.</summary>
    public const int Most = 1_000;

    private readonly HashSet<int> deleted = [];
    private List<Item> items = [];

    /// <summary>Whether it is being read just now.</summary>
    public bool IsLoading { get; set; }

    public long UsedAt { get; set; }
    public int Count => items.Count;

    /// <summary>Version of the newest, 0 for none.</summary>
    public long Head => items is [.., var last] ? last.Event.Version : 0;

    /// <summary>Whether all after the version is here, and the event of that version itself.</summary>
    public bool Covers(long version) => items is [var first, ..] && first.Event.Version <= Math.Max(version, 1) && version <= Head;

    /// <summary>What happened, in the order of versions. What is here already stays.</summary>
    public void Add(RecordedEvent e)
    {
        if (e.Version <= Head) return;
        // What is here holds words that nobody can read any more; the log is read again, without them.
        if (e.Readable is WordsErased) items.Clear();
        items.Add(new(e));
        Heed(e);
        if (items.Count > 2 * Most) items.RemoveRange(0, items.Count - Most);
    }

    /// <summary>What was read from the log, which may reach further in either direction.</summary>
    public void Merge(IEnumerable<RecordedEvent> read)
    {
        items = [.. items.Concat(read.Select(static e => new Item(e))).DistinctBy(static i => i.Event.Version).OrderBy(static i => i.Event.Version)];
        var gap = Enumerable.Range(1, Math.Max(0, items.Count - 1)).LastOrDefault(i => items[i].Event.Version != items[i - 1].Event.Version + 1);
        items.RemoveRange(0, gap);
        foreach (var item in items) Heed(item.Event);
    }

    /// <summary>Whether the event of this version is the one that the client was told.</summary>
    public bool Knows(Cursor cursor) => cursor.At is null || cursor.Version == 0 || Timestamp.Text(items[Index(cursor.Version)].Event.RecordedAt) == cursor.At;

    /// <summary>The events after a version, up to a position, as JSON; the version that they reach.</summary>
    public (IReadOnlyList<byte[]> Events, long Version) After(long version, Position through, FrameBuffer buffer)
    {
        List<byte[]> events = [];
        for (var i = Index(version) + 1; i < items.Count && items[i].Event.Position <= through; i++)
        {
            events.Add(items[i].Json ??= Write(items[i].Event, buffer));
            version = items[i].Event.Version;
        }

        return (events, version);
    }

    private int Index(long version) => (int)(version - items[0].Event.Version);

    private void Heed(RecordedEvent e)
    {
        if (e.Readable is not MessageDeleted gone || !deleted.Add(gone.Number)) return;
        foreach (var item in items.Where(i => DeletedWords.MessageOf(i.Event) == gone.Number)) item.Json = null;
    }

    private byte[] Write(RecordedEvent e, FrameBuffer buffer)
    {
        var words = DeletedWords.MessageOf(e) is { } number && deleted.Contains(number) ? DeletedWords.Without(e) : e.PublicData.Span;
        buffer.Bytes.ResetWrittenCount();
        buffer.Json.Reset(buffer.Bytes);
        Envelope.Write(buffer.Json, channel, e, words);
        buffer.Json.Flush();
        return buffer.Bytes.WrittenSpan.ToArray();
    }

    private sealed class Item(RecordedEvent e)
    {
        public RecordedEvent Event => e;
        public byte[]? Json { get; set; }
    }
}
