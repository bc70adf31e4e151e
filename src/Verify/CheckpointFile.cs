using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventChat.Verify;

/// <param name="Hash">Of its last event.</param>
/// <param name="Tree">The root of the tree of its events.</param>
internal sealed record KnownStream(string Name, long Version, byte[] Hash, byte[] Tree)
{
    public byte[] NameBytes { get; } = Encoding.UTF8.GetBytes(Name);
}

/// <summary><c>checkpoint.json</c>: the checkpoint as it was signed, and the streams of the export that are proved to be in it.</summary>
internal sealed class CheckpointFile
{
    public const string Name = "checkpoint.json";
    private const string Title = "EventChat log checkpoint 1";

    private CheckpointFile() { }

    public long Position { get; private init; }
    public List<KnownStream> Streams { get; } = [];

    public static CheckpointFile Read(byte[] json, byte[] key)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, key);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw new BadExportException(Name, error.Message);
        }
    }

    private static CheckpointFile Read(JsonElement root, byte[] key)
    {
        var text = root.GetProperty("text").GetString()!;
        if (!Signatures.IsSigned(key, Encoding.UTF8.GetBytes(text), Hex(root.GetProperty("signature")))) throw new FormatException("the checkpoint is not signed with the key of the export.");
        if (text.Split('\n') is not [Title, var position, _, _, var streams, var tree, _, var signer, ""]) throw new FormatException("it holds no checkpoint.");
        if (After("key ", signer) != Convert.ToHexStringLower(key)) throw new FormatException("the checkpoint names another key.");

        var checkpoint = new CheckpointFile { Position = Number(After("position ", position)) };
        var (size, top, last) = (Number(After("streams ", streams)), Convert.FromHexString(After("root ", tree)), -1L);
        foreach (var entry in root.GetProperty("streams").EnumerateArray())
        {
            var known = new KnownStream(entry.GetProperty("stream").GetString()!, entry.GetProperty("version").GetInt64(), Hash(entry.GetProperty("hash")), Hash(entry.GetProperty("tree")));
            var index = entry.GetProperty("index").GetInt64();
            byte[][] path = [.. entry.GetProperty("path").EnumerateArray().Select(Hash)];
            if (index <= last) throw new FormatException($"{known.Name} is out of order.");
            if (known.Version < 1 || !Tree.Includes(Leaf(known), index, size, path, top)) throw new FormatException($"{known.Name} is not proved to be in the checkpoint.");
            checkpoint.Streams.Add(known);
            last = index;
        }

        return checkpoint;
    }

    private static byte[] Leaf(KnownStream known)
    {
        Span<byte> version = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(version, known.Version);
        return Tree.Leaf([.. version, .. known.Hash, .. known.Tree, .. known.NameBytes]);
    }

    private static string After(string name, string line) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : throw new FormatException($"a line of the checkpoint does not begin with '{name}'.");

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static byte[] Hash(JsonElement text) => Hex(text) is { Length: 32 } hash ? hash : throw new FormatException("a hash has another length.");

    private static byte[] Hex(JsonElement text) => Convert.FromHexString(text.GetString()!);
}
