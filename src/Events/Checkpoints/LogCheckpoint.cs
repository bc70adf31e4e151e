using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventChat.Events.Store;

namespace EventChat.Events.Checkpoints;

/// <summary>All streams of the log at a position, in one hash: who keeps it can tell later whether the log up to there is still the same.</summary>
/// <param name="Epoch">The history of the log that it is of.</param>
/// <param name="Size">How many streams there are.</param>
/// <param name="Root">Of the Merkle tree of their leaves, sorted by name.</param>
/// <param name="Previous">The hash of the checkpoint before it; 32 zeros for the first.</param>
/// <param name="Key">The public key (Ed25519) that it is signed with.</param>
public sealed record LogCheckpoint(Position Position, string Epoch, DateTimeOffset At, long Size, byte[] Root, byte[] Previous, byte[] Key)
{
    public const string Title = "EventChat log checkpoint 1";

    public static readonly byte[] NoneBefore = new byte[MerkleTree.HashBytes];

    /// <summary>What is signed, in UTF-8: eight lines, each with its line feed.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{Title}\nposition {Position}\nepoch {Epoch}\nat {Timestamp.Text(At)}\nstreams {Size}\nroot {Hex(Root)}\nprevious {Hex(Previous)}\nkey {Hex(Key)}\n");

    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    /// <returns>Null where the text is not exactly as one is written.</returns>
    public static LogCheckpoint? Parse(string text)
    {
        if (text.Split('\n') is not [Title, var position, var epoch, var at, var streams, var root, var previous, var key, ""]) return null;
        if (!long.TryParse(After("position ", position), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            || !DateTimeOffset.TryParse(After("at ", at), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || !long.TryParse(After("streams ", streams), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || Bytes(After("root ", root)) is not { } top || Bytes(After("previous ", previous)) is not { } before || Bytes(After("key ", key)) is not { } signer)
            return null;
        var parsed = new LogCheckpoint(new(place), After("epoch ", epoch), time, size, top, before, signer);
        return parsed.Text == text ? parsed : null;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string After(string name, string line) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : "";

    private static byte[]? Bytes(string hex)
    {
        var bytes = new byte[MerkleTree.HashBytes];
        return hex.Length == 2 * bytes.Length && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }
}

/// <param name="Signature">Ed25519 over the text.</param>
public sealed record SignedCheckpoint(LogCheckpoint Checkpoint, byte[] Signature);
