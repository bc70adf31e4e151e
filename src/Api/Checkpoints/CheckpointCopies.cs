using System.Text.Json;
using EventChat.Adapters;
using EventChat.Adapters.Checkpoints;
using EventChat.Api.Http;
using EventChat.Events.Checkpoints;
using EventChat.Events.Store;

namespace EventChat.Api.Checkpoints;

/// <summary>Holds the log against the newest checkpoints in the database, and against one that somebody kept elsewhere.</summary>
internal sealed class CheckpointCopies(CheckpointTables tables, CheckpointKey key, IEventStore store, IConfiguration configuration)
{
    /// <summary>Of those in the database; an older one that says otherwise would be contradicted by these too.</summary>
    private const int Newest = 5;

    private SignedCheckpoint? kept;
    private IReadOnlyList<SignedCheckpoint> stored = [];

    public int Count => stored.Count + (kept is null ? 0 : 1);

    /// <exception cref="StartupException">The file is no checkpoint.</exception>
    public async Task<CheckpointCheck> Load(CancellationToken ct)
    {
        kept = configuration["Checkpoint"] is { Length: > 0 } path ? await Read(path, ct) : null;
        stored = await tables.Newest(Newest, ct);
        return new([.. stored.Append(kept).OfType<SignedCheckpoint>().Select(static s => s.Checkpoint).OrderBy(static c => c.Position)]);
    }

    /// <summary>What is wrong; null where all is as it was.</summary>
    public async Task<string?> Broken(CheckpointCheck check, CancellationToken ct)
    {
        if (kept is not null && Stranger(kept) is { } stranger) return stranger;
        if (Chain() is { } chain) return chain;
        var head = await store.ReadHead(ct);
        if (check.Broken is not { } broken) return null;
        if (broken.Position > head) return $"the log ends at position {head}, before the checkpoint at position {broken.Position} of {Timestamp(broken)}.";
        return $"the log was rewritten: it is not what the checkpoint at position {broken.Position} of {Timestamp(broken)} says. {await Named(check, broken, ct)}{OtherEpoch(broken)}";
    }

    /// <summary>Signed by this server, and each with the hash of the one before.</summary>
    private string? Chain()
    {
        for (var i = 0; i < stored.Count; i++)
        {
            if (Stranger(stored[i]) is { } stranger) return stranger;
            if (i + 1 < stored.Count && !stored[i].Checkpoint.Previous.AsSpan().SequenceEqual(stored[i + 1].Checkpoint.Hash()))
                return $"the checkpoint at position {stored[i].Checkpoint.Position} does not follow the one at position {stored[i + 1].Checkpoint.Position}.";
        }

        return null;
    }

    private string? Stranger(SignedCheckpoint signed) =>
        !CheckpointKey.IsSigned(signed) ? $"the signature of the checkpoint at position {signed.Checkpoint.Position} is wrong."
        : key.Public is { } mine && !mine.AsSpan().SequenceEqual(signed.Checkpoint.Key) && !IsOlderKey(signed) ? $"the checkpoint at position {signed.Checkpoint.Position} is signed with a key that is not this server's."
        : null;

    /// <summary>A key that was given up counts where the checkpoints that follow it are here too.</summary>
    private bool IsOlderKey(SignedCheckpoint signed) =>
        stored.Any(s => s.Checkpoint.Hash().AsSpan().SequenceEqual(signed.Checkpoint.Hash())) && key.Public.AsSpan().SequenceEqual(stored[0].Checkpoint.Key);

    private async Task<string> Named(CheckpointCheck check, LogCheckpoint broken, CancellationToken ct)
    {
        var leaves = new Dictionary<string, byte[]>();
        var tree = new MerkleTree();
        await foreach (var (stream, leaf) in tables.Leaves(ct))
        {
            leaves[stream] = leaf;
            tree.Add(leaf);
        }

        var isWhole = stored is [var newest, ..] && CheckpointKey.IsSigned(newest) && newest.Checkpoint.Position >= broken.Position && tree.Root().AsSpan().SequenceEqual(newest.Checkpoint.Root);
        return isWhole && check.FirstOther(leaves) is { } name ? $"The first stream that is not as it was: {name}." : "Which stream it was cannot be said: the leaves in the database are not those of a checkpoint.";
    }

    private string OtherEpoch(LogCheckpoint broken) =>
        broken.Epoch == store.Epoch ? "" : " The checkpoint is of another history of the log, as before a backup was restored.";

    private static string Timestamp(LogCheckpoint checkpoint) => Events.Timestamp.Text(checkpoint.At);

    private static async Task<SignedCheckpoint> Read(string path, CancellationToken ct)
    {
        try
        {
            var read = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, ct), ApiJson.Default.CheckpointResource);
            if (read is { Text: { } text, Signature: { } signature } && LogCheckpoint.Parse(text) is { } checkpoint) return new(checkpoint, Convert.FromHexString(signature));
        }
        catch (Exception error) when (error is JsonException or FormatException) { }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { throw new StartupException($"the checkpoint '{path}' cannot be read."); }

        throw new StartupException($"'{path}' is no checkpoint as /api/v1/compliance/checkpoints/latest answers.");
    }
}
