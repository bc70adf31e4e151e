using System.Security.Cryptography;
using EventChat.Events.Checkpoints;

namespace EventChat.Adapters.Exports;

/// <summary>Events next to each other that are left out: the roots of the largest subtrees of the stream's tree that they fill, from left to right.</summary>
internal sealed class GapNodes(long from)
{
    private readonly List<(long First, int Level, byte[] Hash)> nodes = [];

    /// <summary>Version of the first event, and of the last.</summary>
    public long From => from;
    public long To { get; private set; } = from - 1;

    public IEnumerable<(int Level, byte[] Hash)> Nodes => nodes.Select(static n => (n.Level, n.Hash));

    public void Add(ReadOnlySpan<byte> eventHash)
    {
        nodes.Add((To++, 0, MerkleTree.Leaf(eventHash)));
        while (nodes is [.., var left, var right] && left.Level == right.Level && left.First % (2L << left.Level) == 0)
        {
            nodes.RemoveRange(nodes.Count - 2, 2);
            nodes.Add((left.First, left.Level + 1, SHA256.HashData([1, .. left.Hash, .. right.Hash])));
        }
    }
}
