using System.Text.Json;

namespace EventChat.Verify;

/// <param name="Packed">The SHA-256 of the file as it lies in the archive.</param>
internal sealed record ListedFile(string Name, long Size, byte[] Sha256, long PackedSize, byte[] Packed);

/// <summary><c>manifest.json</c>: what is signed, and by which key.</summary>
internal sealed class ManifestFile
{
    public const string Name = "manifest.json", Signature = "manifest.sig", Sums = "SHA256SUMS", Format = "EventChat export 1";

    private ManifestFile() { }

    public required byte[] Key { get; init; }
    public long Position { get; private init; }
    public int Streams { get; private init; }
    public long Events { get; private init; }
    public long LeftOut { get; private init; }
    public required List<ListedFile> Files { get; init; }

    /// <param name="trusted">Null where the key of the manifest itself has to do.</param>
    public static ManifestFile Read(byte[] json, byte[] signature, byte[]? trusted)
    {
        try
        {
            if (trusted is not null && !Signatures.IsSigned(trusted, json, signature)) throw new BadExportException(Name, "it is not signed with the key that was given.");
            using var document = JsonDocument.Parse(json);
            var manifest = Read(document.RootElement);
            if (!Signatures.IsSigned(trusted ?? manifest.Key, json, signature)) throw new BadExportException(Name, "its signature is wrong.");
            if (trusted is not null && !trusted.AsSpan().SequenceEqual(manifest.Key)) throw new BadExportException(Name, "it names another key.");
            return manifest;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new BadExportException(Name, error.Message);
        }
    }

    private static ManifestFile Read(JsonElement root)
    {
        if (root.GetProperty("format").GetString() != Format) throw new FormatException($"it is of another format than '{Format}'.");
        var counts = root.GetProperty("counts");
        return new()
        {
            Key = Hex(root.GetProperty("key")), Position = root.GetProperty("position").GetInt64(), Streams = counts.GetProperty("streams").GetInt32(),
            Events = counts.GetProperty("events").GetInt64(), LeftOut = counts.GetProperty("leftOut").GetInt64(),
            Files =
            [
                .. root.GetProperty("files").EnumerateArray().Select(static f => new ListedFile(
                    f.GetProperty("name").GetString()!, f.GetProperty("size").GetInt64(), Hex(f.GetProperty("sha256")), f.GetProperty("packedSize").GetInt64(), Hex(f.GetProperty("packedSha256")))),
            ],
        };
    }

    private static byte[] Hex(JsonElement text) => Convert.FromHexString(text.GetString()!) is { Length: 32 } bytes ? bytes : throw new FormatException("a hash or a key has another length.");
}
