using System.Runtime.InteropServices;
using EventChat.Commands.Handling;

namespace EventChat.Commands.Messages;

/// <summary>The messages of a channel in columns, found by number: 17 bytes each.</summary>
internal sealed class MessageTable
{
    private const int BytesAReaction = 64;
    private const byte Deleted = 1, Broadcast = 2;
    private readonly List<int> authors, roots;
    private readonly List<long> texts;
    private readonly List<byte> flags;
    private readonly Dictionary<int, Dictionary<string, HashSet<int>>> reactions = [];
    private long reactionBytes;

    public MessageTable() : this([], [], [], []) { }

    private MessageTable(List<int> authors, List<int> roots, List<long> texts, List<byte> flags) =>
        (this.authors, this.roots, this.texts, this.flags) = (authors, roots, texts, flags);

    public int Count => authors.Count;
    public long Bytes => authors.Capacity * 17L + reactionBytes;

    public (int Author, int ThreadRoot, bool IsDeleted, long TextHash, bool IsBroadcast)? Find(int number) => number >= 1 && number <= authors.Count
        ? (authors[number - 1], roots[number - 1], (flags[number - 1] & Deleted) != 0, texts[number - 1], (flags[number - 1] & Broadcast) != 0)
        : null;

    /// <summary>Numbers of the messages of a person.</summary>
    public IEnumerable<int> Of(int author)
    {
        for (var i = 0; i < authors.Count; i++)
            if (authors[i] == author) yield return i + 1;
    }

    public bool HasReaction(int number, string emoji, int person) => reactions.TryGetValue(number, out var kinds)
        && kinds.TryGetValue(emoji, out var people) && people.Contains(person);

    public bool HasReactions(int number, string emoji) => reactions.TryGetValue(number, out var kinds) && kinds.ContainsKey(emoji);

    public int ReactionKinds(int number) => reactions.TryGetValue(number, out var kinds) ? kinds.Count : 0;

    public void Add(int author, int root, long text, bool broadcast, Undo undo)
    {
        if (authors.Count == authors.Capacity) Grow();
        authors.Add(author);
        roots.Add(root);
        texts.Add(text);
        flags.Add(broadcast ? Broadcast : (byte)0);
        if (undo.IsKept) undo.Add(RemoveLast);
    }

    public void Edit(int number, long text, Undo undo)
    {
        if (undo.IsKept) KeepText(number, texts[number - 1], undo);
        texts[number - 1] = text;
    }

    public void Delete(int number, Undo undo)
    {
        if (undo.IsKept) KeepText(number, texts[number - 1], undo);
        flags[number - 1] |= Deleted;
        texts[number - 1] = 0;
        if (!reactions.Remove(number, out var kinds)) return;

        var bytes = BytesAReaction * kinds.Values.Sum(static people => people.Count);
        reactionBytes -= bytes;
        if (undo.IsKept) KeepReactions(number, kinds, bytes, undo);
    }

    public void React(int number, string emoji, int person, Undo undo)
    {
        if (React(number, emoji, person) && undo.IsKept) undo.Add(() => Unreact(number, emoji, person));
    }

    public void Unreact(int number, string emoji, int person, Undo undo)
    {
        if (Unreact(number, emoji, person) && undo.IsKept) undo.Add(() => React(number, emoji, person));
    }

    private bool React(int number, string emoji, int person)
    {
        if (!reactions.TryGetValue(number, out var kinds)) reactions.Add(number, kinds = []);
        if (!kinds.TryGetValue(emoji, out var people)) kinds.Add(emoji, people = []);
        if (!people.Add(person)) return false;
        reactionBytes += BytesAReaction;
        return true;
    }

    private bool Unreact(int number, string emoji, int person)
    {
        if (!reactions.TryGetValue(number, out var kinds) || !kinds.TryGetValue(emoji, out var people) || !people.Remove(person)) return false;
        reactionBytes -= BytesAReaction;
        if (people.Count > 0) return true;
        kinds.Remove(emoji);
        if (kinds.Count == 0) reactions.Remove(number);
        return true;
    }

    private void RemoveLast()
    {
        var last = authors.Count - 1;
        authors.RemoveAt(last);
        roots.RemoveAt(last);
        texts.RemoveAt(last);
        flags.RemoveAt(last);
    }

    private void KeepText(int number, long text, Undo undo)
    {
        var before = flags[number - 1];
        undo.Add(() => (texts[number - 1], flags[number - 1]) = (text, before));
    }

    private void KeepReactions(int number, Dictionary<string, HashSet<int>> kinds, int bytes, Undo undo) => undo.Add(() =>
    {
        reactions.Add(number, kinds);
        reactionBytes += bytes;
    });

    /// <summary>By a quarter, not by doubling: there are millions of rows, and most channels are quiet.</summary>
    private void Grow()
    {
        var capacity = Math.Max(8, authors.Count + authors.Count / 4);
        (authors.Capacity, roots.Capacity, texts.Capacity, flags.Capacity) = (capacity, capacity, capacity, capacity);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Column(CollectionsMarshal.AsSpan(authors));
        writer.Column(CollectionsMarshal.AsSpan(roots));
        writer.Column(CollectionsMarshal.AsSpan(texts));
        writer.Column(CollectionsMarshal.AsSpan(flags));
        writer.Number(reactions.Count);
        foreach (var (number, kinds) in reactions)
        {
            writer.Number(number);
            writer.Number(kinds.Count);
            foreach (var (emoji, people) in kinds)
            {
                writer.Text(emoji);
                writer.Column<int>([.. people]);
            }
        }
    }

    public static MessageTable Load(ref SnapshotReader reader)
    {
        var table = new MessageTable(reader.Column<int>(), reader.Column<int>(), reader.Column<long>(), reader.Column<byte>());
        for (var messages = reader.Number(); messages > 0; messages--)
        {
            var number = (int)reader.Number();
            for (var kinds = reader.Number(); kinds > 0; kinds--)
            {
                var emoji = reader.Text();
                foreach (var person in reader.Column<int>()) table.React(number, emoji, person);
            }
        }

        return table;
    }
}
