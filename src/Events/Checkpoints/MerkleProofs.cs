using System.Security.Cryptography;

namespace EventChat.Events.Checkpoints;

/// <summary>Inclusion proofs (RFC 6962, 2.1.1) of a tree whose leaves are all at hand.</summary>
public sealed class MerkleProofs
{
    private readonly List<byte[][]> levels;

    /// <param name="leaves">Their hashes.</param>
    public MerkleProofs(byte[][] leaves)
    {
        levels = [leaves];
        while (levels[^1].Length > 1) levels.Add(Above(levels[^1]));
    }

    /// <summary>What stands beside the way from the leaf to the root, from below.</summary>
    public IReadOnlyList<byte[]> Of(int leaf)
    {
        List<byte[]> path = [];
        foreach (var level in levels)
        {
            if ((leaf ^ 1) < level.Length) path.Add(level[leaf ^ 1]);
            leaf >>= 1;
        }

        return path;
    }

    /// <summary>Whether a leaf has this place in the tree of this root.</summary>
    public static bool Holds(ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size) return false;
        var (hash, used) = (leafHash.ToArray(), 0);
        for (var last = size - 1; last > 0; (index, last) = (index >> 1, last >> 1))
        {
            if (index == last && (index & 1) == 0) continue;
            if (used == path.Count) return false;
            hash = (index & 1) == 1 ? Node(path[used], hash) : Node(hash, path[used]);
            used++;
        }

        return used == path.Count && root.SequenceEqual(hash);
    }

    /// <summary>The last of an odd number goes up as it is.</summary>
    private static byte[][] Above(byte[][] level)
    {
        var above = new byte[(level.Length + 1) / 2][];
        for (var i = 0; i < above.Length; i++) above[i] = 2 * i + 1 < level.Length ? Node(level[2 * i], level[2 * i + 1]) : level[2 * i];
        return above;
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
