using System.Text.Json;
using EventChat.Events.Checkpoints;

namespace EventChat.Adapters.Checkpoints;

/// <summary>A checkpoint, and what it says of the streams of an export, with the proof that it says so.</summary>
public sealed record Evidence(SignedCheckpoint Signed, IReadOnlyList<ProvedLeaf> Streams)
{
    public LogCheckpoint Checkpoint => Signed.Checkpoint;

    /// <summary><c>checkpoint.json</c>.</summary>
    public byte[] ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("text", Checkpoint.Text);
            json.WriteString("signature", Convert.ToHexStringLower(Signed.Signature));
            json.WriteStartArray("streams");
            foreach (var (leaf, index, path) in Streams)
            {
                json.WriteStartObject();
                json.WriteString("stream", leaf.Stream.Value);
                json.WriteNumber("version", leaf.Version);
                json.WriteString("hash", Convert.ToHexStringLower(leaf.Hash.Span));
                json.WriteString("tree", Convert.ToHexStringLower(leaf.Tree.Span));
                json.WriteNumber("index", index);
                json.WriteStartArray("path");
                foreach (var hash in path) json.WriteStringValue(Convert.ToHexStringLower(hash));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>What an export that was interrupted goes on with, so that it becomes the same.</summary>
    public static Evidence Parse(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(
            new(LogCheckpoint.Parse(root.GetProperty("text").GetString()!) ?? throw new JsonException("It is no checkpoint."), Hex(root.GetProperty("signature"))),
            [.. root.GetProperty("streams").EnumerateArray().Select(static s => new ProvedLeaf(
                new(new(s.GetProperty("stream").GetString()!), s.GetProperty("version").GetInt64(), Hex(s.GetProperty("hash")), Hex(s.GetProperty("tree"))),
                s.GetProperty("index").GetInt32(), [.. s.GetProperty("path").EnumerateArray().Select(Hex)]))]);
    }

    private static byte[] Hex(JsonElement text) => Convert.FromHexString(text.GetString()!);
}

/// <param name="Index">Place of the leaf in the tree of all streams.</param>
/// <param name="Path">Its inclusion proof.</param>
public sealed record ProvedLeaf(StreamLeaf Leaf, int Index, IReadOnlyList<byte[]> Path);
