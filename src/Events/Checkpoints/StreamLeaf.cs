using System.Buffers.Binary;
using System.Text;
using EventChat.Events.Store;

namespace EventChat.Events.Checkpoints;

/// <summary>
/// What a log checkpoint says of a stream: where it ends, and the root of the Merkle tree over the hashes of all its events. So an event can be shown to be in the stream
/// without showing the others.
/// </summary>
/// <param name="Hash">Of its last event.</param>
/// <param name="Tree">Over the hashes of its events, the first one first.</param>
public readonly record struct StreamLeaf(StreamName Stream, long Version, ReadOnlyMemory<byte> Hash, ReadOnlyMemory<byte> Tree)
{
    /// <summary>The leaf in the tree of all streams: SHA-256 over a zero byte, the version (big-endian), the two hashes and the name in UTF-8.</summary>
    public byte[] LeafHash()
    {
        Span<byte> version = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(version, Version);
        return MerkleTree.Leaf([.. version, .. Hash.Span, .. Tree.Span, .. Encoding.UTF8.GetBytes(Stream.Value)]);
    }

    /// <summary>The leaves are sorted by the bytes of the name, as PostgreSQL sorts them in the collation "C".</summary>
    public static int Compare(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
