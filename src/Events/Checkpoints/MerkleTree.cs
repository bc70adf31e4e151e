using System.Numerics;
using System.Security.Cryptography;

namespace EventChat.Events.Checkpoints;

/// <summary>
/// The tree of RFC 6962 while leaves are added: only the roots of its full subtrees are kept, the largest first, one for each bit of the size. So a tree of a million
/// leaves is twenty hashes.
/// </summary>
public sealed class MerkleTree
{
    public const int HashBytes = 32;
    private byte[] peaks;

    public MerkleTree() => peaks = [];

    /// <param name="size">How many leaves there are.</param>
    /// <param name="peaks">What <see cref="Peaks"/> was then.</param>
    public MerkleTree(long size, ReadOnlySpan<byte> peaks)
    {
        if (peaks.Length != HashBytes * BitOperations.PopCount((ulong)size)) throw new ArgumentException($"{peaks.Length} bytes are not the peaks of {size} leaves.", nameof(peaks));
        (Size, this.peaks) = (size, peaks.ToArray());
    }

    public long Size { get; private set; }

    /// <summary>The roots of the full subtrees, one after the other, the largest first.</summary>
    public ReadOnlySpan<byte> Peaks => peaks.AsSpan(0, HashBytes * BitOperations.PopCount((ulong)Size));

    public static byte[] Leaf(ReadOnlySpan<byte> data) => SHA256.HashData([0, .. data]);

    /// <summary>Adds a leaf, or a full subtree of two to the <paramref name="level"/> leaves where the size is a multiple of as many.</summary>
    public void Add(ReadOnlySpan<byte> hash, int level = 0)
    {
        if ((Size & ((1L << level) - 1)) != 0) throw new ArgumentOutOfRangeException(nameof(level), "The subtree does not begin at a multiple of its size.");
        Span<byte> pair = stackalloc byte[1 + 2 * HashBytes];
        pair[0] = 1;
        var sum = pair[(1 + HashBytes)..];
        hash.CopyTo(sum);
        var end = Peaks.Length;
        for (var carry = level; (Size >> carry & 1) == 1; carry++)
        {
            end -= HashBytes;
            peaks.AsSpan(end, HashBytes).CopyTo(pair[1..]);
            SHA256.HashData(pair, sum);
        }

        if (end == peaks.Length) Array.Resize(ref peaks, end + HashBytes);
        sum.CopyTo(peaks.AsSpan(end));
        Size += 1L << level;
    }

    /// <summary>The Merkle Tree Hash; of no leaves the hash of nothing.</summary>
    public byte[] Root()
    {
        var rest = Peaks;
        if (rest.IsEmpty) return SHA256.HashData([]);
        var root = rest[^HashBytes..].ToArray();
        for (rest = rest[..^HashBytes]; !rest.IsEmpty; rest = rest[..^HashBytes]) root = SHA256.HashData([1, .. rest[^HashBytes..], .. root]);
        return root;
    }
}
