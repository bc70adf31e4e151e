using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace EventChat.Verify;

/// <param name="Key">The public key that the export is signed with, in hex.</param>
/// <param name="Position">Of the checkpoint.</param>
public sealed record VerifiedExport(string Key, long Position, int Streams, long Events, long LeftOut, int Files);

/// <summary>Checks an export by itself: it asks no server, and knows of one no more than its public key.</summary>
public static class ExportVerifier
{
    private const int MostOfLine = 64 * 1024 * 1024;

    /// <param name="key">The public key that is trusted; null for the one that comes with the export, which then proves only that the export is of one piece.</param>
    /// <exception cref="BadExportException">The export is bad; the first place is named.</exception>
    public static VerifiedExport Verify(Stream file, byte[]? key = null, Action<long>? progress = null)
    {
        var archive = ZipArchive.Open(file);
        if (archive.Entries.ToArray() is not [.. var packed, { Name: ManifestFile.Name } first, { Name: ManifestFile.Signature } second, { Name: ManifestFile.Sums } third])
            throw new BadExportException("archive", "it does not end with manifest.json, manifest.sig and SHA256SUMS.");
        var (json, signature, sums) = (Stored(archive, first), Stored(archive, second), Stored(archive, third));
        var manifest = ManifestFile.Read(json, signature, key);
        Compare(packed, manifest);
        CheckSums(manifest, json, signature, sums);

        CheckKey(Content(archive, packed, manifest, "public-key.pem"), manifest);
        var checkpoint = CheckpointFile.Read(Content(archive, packed, manifest, CheckpointFile.Name), manifest.Key);
        if (checkpoint.Position != manifest.Position || checkpoint.Streams.Count != manifest.Streams) throw new BadExportException(CheckpointFile.Name, "it is of another position or has other streams than the manifest.");
        var events = new EventFile(checkpoint);
        for (var i = 0; i < packed.Length; i++)
            if (packed[i].Name == EventFile.Name) CheckEvents(archive, packed[i], manifest.Files[i], events, progress);
            else new PackedFile(archive, packed[i], manifest.Files[i]).Check(null);

        if ((events.Events, events.LeftOut) != (manifest.Events, manifest.LeftOut)) throw new BadExportException(ManifestFile.Name, "it counts other events than there are.");
        return new(Convert.ToHexStringLower(manifest.Key), manifest.Position, checkpoint.Streams.Count, events.Events, events.LeftOut, archive.Entries.Count);
    }

    private static void Compare(ZipEntry[] packed, ManifestFile manifest)
    {
        for (var i = 0; i < Math.Max(packed.Length, manifest.Files.Count); i++)
        {
            if (i >= packed.Length) throw new BadExportException(manifest.Files[i].Name, "it is in the manifest and not in the archive.");
            if (i >= manifest.Files.Count || packed[i].Name != manifest.Files[i].Name) throw new BadExportException(packed[i].Name, "it is not what the manifest has in its place.");
            if (packed[i].Method != ZipFormat.Deflated) throw new BadExportException(packed[i].Name, "it is not packed.");
        }

        foreach (var name in (string[])[EventFile.Name, CheckpointFile.Name, "public-key.pem"])
            if (!Array.Exists(packed, entry => entry.Name == name)) throw new BadExportException(name, "it is missing.");
    }

    private static void CheckSums(ManifestFile manifest, byte[] json, byte[] signature, byte[] sums)
    {
        var lines = manifest.Files.Select(static f => (f.Name, f.Sha256)).Append((ManifestFile.Name, SHA256.HashData(json))).Append((ManifestFile.Signature, SHA256.HashData(signature)));
        var right = Encoding.ASCII.GetBytes(string.Concat(lines.Select(static l => $"{Convert.ToHexStringLower(l.Item2)}  {l.Item1}\n")));
        if (!right.AsSpan().SequenceEqual(sums)) throw new BadExportException(ManifestFile.Sums, "it has other sums than the manifest.");
    }

    private static void CheckKey(byte[] pem, ManifestFile manifest)
    {
        if (Signatures.FromPem(pem) is not { } named || !named.AsSpan().SequenceEqual(manifest.Key)) throw new BadExportException("public-key.pem", "it is not the key of the manifest.");
    }

    /// <summary>What is bad in a line is named before it is said that the file has another sum.</summary>
    private static void CheckEvents(ZipArchive archive, ZipEntry entry, ListedFile listed, EventFile events, Action<long>? progress)
    {
        var (held, heldBytes) = (new byte[64 * 1024], 0);
        new PackedFile(archive, entry, listed).Check(bytes =>
        {
            for (int end; (end = bytes.IndexOf((byte)'\n')) >= 0; bytes = bytes[(end + 1)..])
            {
                if (heldBytes == 0) events.See(bytes[..end]);
                else
                {
                    Hold(bytes[..end]);
                    events.See(held.AsSpan(0, heldBytes));
                    heldBytes = 0;
                }
            }

            Hold(bytes);
            progress?.Invoke(events.Events);
        });
        if (heldBytes > 0) throw new BadExportException(entry.Name, "its last line has no end.");
        events.End();

        void Hold(ReadOnlySpan<byte> bytes)
        {
            if (heldBytes + bytes.Length > MostOfLine) throw new BadExportException(entry.Name, "a line is too long.");
            if (heldBytes + bytes.Length > held.Length) Array.Resize(ref held, Math.Max(2 * held.Length, heldBytes + bytes.Length));
            bytes.CopyTo(held.AsSpan(heldBytes));
            heldBytes += bytes.Length;
        }
    }

    private static byte[] Content(ZipArchive archive, ZipEntry[] packed, ManifestFile manifest, string name)
    {
        var at = Array.FindIndex(packed, entry => entry.Name == name);
        using var content = new MemoryStream();
        new PackedFile(archive, packed[at], manifest.Files[at]).Check(content.Write);
        return content.ToArray();
    }

    private static byte[] Stored(ZipArchive archive, ZipEntry entry)
    {
        if (entry.Method != ZipFormat.Stored || entry.Size != entry.PackedSize || entry.Size > Array.MaxLength) throw new BadExportException(entry.Name, "it is packed.");
        var content = new byte[entry.Size];
        archive.Packed(entry).ReadExactly(content);
        if (Crc32.HashToUInt32(content) != entry.Crc32) throw new BadExportException(entry.Name, "it has another CRC-32 than the archive says.");
        return content;
    }
}
