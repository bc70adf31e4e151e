using System.Security.Cryptography;
using System.Text;
using CsCheck;
using EventChat.Events.Checkpoints;

namespace EventChat.Specs.Checkpoints;

public class MerkleTreeSpecs
{
    /// <summary>The seven leaves that implementations of Certificate Transparency test each other with, and their roots.</summary>
    private static readonly string[] Known = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Its_roots_are_those_that_everybody_has(int size, string root) =>
        Assert.Equal(root, Convert.ToHexStringLower(Tree(Known.Take(size).Select(static hex => MerkleTree.Leaf(Convert.FromHexString(hex)))).Root()));

    [Fact]
    public void It_is_the_tree_of_the_definition() => Leaves.Sample(static leaves => Assert.Equal(Naive(leaves), Tree(leaves).Root()));

    [Fact]
    public void It_goes_on_from_its_peaks() => Gen.Select(Leaves, Gen.Int[0, 70]).Sample(static (leaves, cut) =>
    {
        var first = Tree(leaves.Take(cut));
        var second = new MerkleTree(first.Size, first.Peaks);
        foreach (var leaf in leaves.Skip(cut)) second.Add(leaf);
        Assert.Equal(Naive(leaves), second.Root());
    });

    [Fact]
    public void Whole_subtrees_may_be_added_instead_of_their_leaves() => Leaves.Sample(static leaves =>
    {
        var tree = new MerkleTree();
        while (tree.Size < leaves.Length)
        {
            var level = 0;
            while ((tree.Size & ((2L << level) - 1)) == 0 && tree.Size + (2L << level) <= leaves.Length) level++;
            tree.Add(Naive(leaves[(int)tree.Size..(int)(tree.Size + (1L << level))]), level);
        }

        Assert.Equal(Naive(leaves), tree.Root());
    });

    [Fact]
    public void A_subtree_that_begins_elsewhere_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Tree([new byte[32]]).Add(new byte[32], level: 1));

    [Fact]
    public void Every_leaf_is_proved_to_be_in_it_and_no_other() => Leaves.Where(static leaves => leaves.Length > 0).Sample(static leaves =>
    {
        var (proofs, root) = (new MerkleProofs(leaves), Naive(leaves));
        for (var i = 0; i < leaves.Length; i++)
        {
            var path = proofs.Of(i);
            Assert.True(MerkleProofs.Holds(leaves[i], i, leaves.Length, path, root));
            Assert.False(MerkleProofs.Holds(MerkleTree.Leaf("other"u8), i, leaves.Length, path, root));
            Assert.False(MerkleProofs.Holds(leaves[i], i, leaves.Length, [.. path, new byte[32]], root));
            if (path.Count > 0) Assert.False(MerkleProofs.Holds(leaves[i], i, leaves.Length, [.. path.SkipLast(1)], root));
            if (leaves.Length > 1) Assert.False(MerkleProofs.Holds(leaves[i], (i + 1) % leaves.Length, leaves.Length, path, root));
            Assert.False(MerkleProofs.Holds(leaves[i], leaves.Length, leaves.Length, path, root));
        }
    }, iter: 30);

    private static Gen<byte[][]> Leaves => Gen.Int[0, 70].Select(static size => Enumerable.Range(0, size).Select(static i => MerkleTree.Leaf(Encoding.ASCII.GetBytes($"{i}"))).ToArray());

    private static MerkleTree Tree(IEnumerable<byte[]> leaves)
    {
        var tree = new MerkleTree();
        foreach (var leaf in leaves) tree.Add(leaf);
        return tree;
    }

    /// <summary>Word for word as in RFC 6962, 2.1.</summary>
    private static byte[] Naive(byte[][] leaves)
    {
        if (leaves.Length == 0) return SHA256.HashData([]);
        if (leaves.Length == 1) return leaves[0];
        var k = 1;
        while (2 * k < leaves.Length) k *= 2;
        return SHA256.HashData([1, .. Naive(leaves[..k]), .. Naive(leaves[k..])]);
    }
}
