using System.Numerics;
using System.Security.Cryptography;

namespace EventChat.Verify;

/// <summary>The Merkle tree of RFC 6962.</summary>
internal sealed class Tree
{
    private readonly List<byte[]> peaks = [];

    public long Size { get; private set; }

    public static byte[] Leaf(ReadOnlySpan<byte> data)
    {
        Span<byte> bytes = data.Length < 512 ? stackalloc byte[1 + data.Length] : new byte[1 + data.Length];
        bytes[0] = 0;
        data.CopyTo(bytes[1..]);
        return SHA256.HashData(bytes);
    }

    /// <summary>The largest full subtree that begins after so many leaves and has at most as many as are left, as a power of two.</summary>
    public static int LevelAt(long size, long left) => Math.Min(size == 0 ? 62 : BitOperations.TrailingZeroCount(size), BitOperations.Log2((ulong)left));

    /// <param name="level">Of a full subtree instead of a leaf: it has two to the level leaves.</param>
    public void Add(byte[] hash, int level = 0)
    {
        for (var carry = level; (Size >> carry & 1) == 1; carry++)
        {
            hash = Node(peaks[^1], hash);
            peaks.RemoveAt(peaks.Count - 1);
        }

        peaks.Add(hash);
        Size += 1L << level;
    }

    public byte[] Root()
    {
        if (peaks.Count == 0) return SHA256.HashData([]);
        var root = peaks[^1];
        for (var i = peaks.Count - 2; i >= 0; i--) root = Node(peaks[i], root);
        return root;
    }

    /// <summary>Whether a leaf has this place in the tree of this root.</summary>
    public static bool Includes(byte[] leaf, long index, long size, IReadOnlyList<byte[]> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size) return false;
        var (hash, used) = (leaf, 0);
        for (var last = size - 1; last > 0; last >>= 1, index >>= 1)
        {
            if ((index & 1) == 0 && index == last) continue;
            if (used == path.Count) return false;
            hash = (index & 1) == 1 ? Node(path[used], hash) : Node(hash, path[used]);
            used++;
        }

        return used == path.Count && root.SequenceEqual(hash);
    }

    private static byte[] Node(byte[] left, byte[] right)
    {
        Span<byte> bytes = stackalloc byte[65];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[33..]);
        return SHA256.HashData(bytes);
    }
}
