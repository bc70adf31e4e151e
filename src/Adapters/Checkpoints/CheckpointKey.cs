using System.Text;
using EventChat.Events.Checkpoints;
using Microsoft.Extensions.Options;
using NSec.Cryptography;

namespace EventChat.Adapters.Checkpoints;

/// <summary>
/// The pair of keys (Ed25519) that checkpoints and exports are signed with. It is kept in a file, never in the database: who can write to the database can rewrite the log
/// with all its hashes, and must not be able to sign that.
/// </summary>
public sealed class CheckpointKey(IOptions<CheckpointOptions> options) : IDisposable
{
    private static readonly SignatureAlgorithm Algorithm = SignatureAlgorithm.Ed25519;
    private readonly Lock gate = new();
    private Key? key;

    public string Path => System.IO.Path.GetFullPath(System.IO.Path.Combine(options.Value.Folder, "keys", "checkpoint-key.pem"));

    /// <summary>The raw 32 bytes of the public key; null where this node has no key.</summary>
    public byte[]? Public => Load()?.PublicKey.Export(KeyBlobFormat.RawPublicKey);

    public string PublicPem => Encoding.UTF8.GetString(Loaded().PublicKey.Export(KeyBlobFormat.PkixPublicKeyText)).ReplaceLineEndings("\n");

    public byte[] Sign(ReadOnlySpan<byte> bytes) => Algorithm.Sign(Loaded(), bytes);

    public SignedCheckpoint Sign(LogCheckpoint checkpoint) => new(checkpoint, Sign(Encoding.UTF8.GetBytes(checkpoint.Text)));

    /// <summary>Whether it is signed with the key that it names.</summary>
    public static bool IsSigned(SignedCheckpoint signed) =>
        PublicKey.TryImport(Algorithm, signed.Checkpoint.Key, KeyBlobFormat.RawPublicKey, out var named) && Algorithm.Verify(named!, Encoding.UTF8.GetBytes(signed.Checkpoint.Text), signed.Signature);

    /// <summary>Makes a key where there is none. Of several who try at once all have the first.</summary>
    public void Make()
    {
        if (Load() is not null) return;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var draft = $"{Path}.{Guid.CreateVersion7():n}";
        using (var made = Key.Create(Algorithm, new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }))
        using (var file = new FileStream(draft, Private(FileMode.CreateNew)))
        {
            file.Write(made.Export(KeyBlobFormat.PkixPrivateKeyText));
            file.Flush(flushToDisk: true);
        }

        try { File.Move(draft, Path, overwrite: false); }
        catch (IOException) when (File.Exists(Path)) { File.Delete(draft); }
    }

    public void Dispose() => key?.Dispose();

    private static FileStreamOptions Private(FileMode mode)
    {
        var file = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return file;
    }

    private Key Loaded() => Load() ?? throw new InvalidOperationException("This node has no key to sign with.");

    /// <exception cref="StartupException">There is something, and it is no key.</exception>
    private Key? Load()
    {
        lock (gate)
        {
            if (key is not null) return key;
            var isSet = options.Value.Key is { Length: > 0 };
            if (!isSet && !File.Exists(Path)) return null;
            var pem = isSet ? Encoding.UTF8.GetBytes(options.Value.Key!) : File.ReadAllBytes(Path);
            return Key.TryImport(Algorithm, pem, KeyBlobFormat.PkixPrivateKeyText, out key)
                ? key
                : throw new StartupException($"{(isSet ? "Checkpoints:Key" : Path)} is no private key of Ed25519 in PEM.");
        }
    }
}
