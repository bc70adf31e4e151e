using System.Collections.Immutable;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;

namespace EventChat.Commands.Previews;

/// <summary>Which links of which messages were looked at: eight bytes for each, and nothing for messages without.</summary>
internal sealed class PreviewTable
{
    private readonly Dictionary<int, ImmutableArray<long>> links = [];

    public long Bytes => links.Count * 96L;
    public bool Has(int number, string url) => links.TryGetValue(number, out var known) && known.Contains(TextHash.Of(url));
    public int Count(int number) => links.TryGetValue(number, out var known) ? known.Length : 0;
    public bool Any(int number) => links.ContainsKey(number);

    public void Add(int number, string url, Undo undo) => Set(number, (links.TryGetValue(number, out var known) ? known : []).Add(TextHash.Of(url)), undo);

    /// <summary>Those that the message does not name any more are forgotten.</summary>
    public void Keep(int number, IEnumerable<string> urls, Undo undo)
    {
        if (!links.TryGetValue(number, out var known)) return;
        var named = urls.Select(TextHash.Of).ToHashSet();
        Set(number, known.RemoveAll(link => !named.Contains(link)), undo);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Number(links.Count);
        foreach (var (number, known) in links)
        {
            writer.Number(number);
            writer.Column(known.AsSpan());
        }
    }

    public static PreviewTable Load(ref SnapshotReader reader)
    {
        var table = new PreviewTable();
        for (var messages = reader.Number(); messages > 0; messages--) table.links.Add((int)reader.Number(), [.. reader.Column<long>()]);
        return table;
    }

    private void Set(int number, ImmutableArray<long> after, Undo undo)
    {
        if (undo.IsKept) KeepBefore(number, links.TryGetValue(number, out var before) ? before : [], undo);
        Set(number, after);
    }

    private void KeepBefore(int number, ImmutableArray<long> before, Undo undo) => undo.Add(() => Set(number, before));

    private void Set(int number, ImmutableArray<long> after)
    {
        if (after.IsEmpty) links.Remove(number);
        else links[number] = after;
    }
}
