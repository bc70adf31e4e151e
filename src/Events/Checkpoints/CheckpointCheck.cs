using EventChat.Events.Store;

namespace EventChat.Events.Checkpoints;

/// <summary>Holds a log that is read from its start against checkpoints of it that were kept. It needs some hashes for each stream.</summary>
/// <param name="kept">In the order of their positions.</param>
public sealed class CheckpointCheck(IReadOnlyList<LogCheckpoint> kept)
{
    private readonly Dictionary<string, (MerkleTree Tree, ReadOnlyMemory<byte> Hash)> streams = [];
    private int next;

    /// <summary>The first checkpoint that the log is not as it says.</summary>
    public LogCheckpoint? Broken { get; private set; }

    /// <summary>In log order.</summary>
    public void See(RecordedEvent e)
    {
        CompareBefore(e.Position);
        if (next == kept.Count) return;
        if (!streams.TryGetValue(e.Stream.Value, out var known)) known.Tree = new();
        known.Tree.Add(MerkleTree.Leaf(e.Hash.Span));
        streams[e.Stream.Value] = (known.Tree, e.Hash);
    }

    /// <summary>The log has no more.</summary>
    public void End() => CompareBefore(new(long.MaxValue));

    /// <summary>The first stream, by its name, that is not as another account of the last checkpoint's leaves has it; null where all are.</summary>
    public string? FirstOther(IReadOnlyDictionary<string, byte[]> leaves)
    {
        var mine = Leaves().ToDictionary(static leaf => leaf.Stream.Value, static leaf => leaf.LeafHash());
        return mine.Keys.Union(leaves.Keys)
            .Where(name => !mine.TryGetValue(name, out var here) || !leaves.TryGetValue(name, out var there) || !here.AsSpan().SequenceEqual(there))
            .Order(Comparer<string>.Create(StreamLeaf.Compare)).FirstOrDefault();
    }

    private void CompareBefore(Position position)
    {
        for (; next < kept.Count && kept[next].Position < position; next++)
        {
            var tree = new MerkleTree();
            foreach (var leaf in Leaves().OrderBy(static leaf => leaf.Stream.Value, Comparer<string>.Create(StreamLeaf.Compare))) tree.Add(leaf.LeafHash());
            if (tree.Size != kept[next].Size || !tree.Root().AsSpan().SequenceEqual(kept[next].Root)) Broken ??= kept[next];
        }
    }

    private IEnumerable<StreamLeaf> Leaves() => streams.Select(static s => new StreamLeaf(new(s.Key), s.Value.Tree.Size, s.Value.Hash, s.Value.Tree.Root()));
}
