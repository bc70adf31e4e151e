using System.Text;
using NSec.Cryptography;

namespace EventChat.Verify;

/// <summary>Ed25519.</summary>
internal static class Signatures
{
    public const int KeyBytes = 32;

    public static bool IsSigned(byte[] key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, key, KeyBlobFormat.RawPublicKey, out var imported) && SignatureAlgorithm.Ed25519.Verify(imported!, data, signature);

    /// <summary>The key of a PEM file; null where it is none.</summary>
    public static byte[]? FromPem(ReadOnlySpan<byte> pem) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, pem, KeyBlobFormat.PkixPublicKeyText, out var key) ? key!.Export(KeyBlobFormat.RawPublicKey) : null;

    /// <summary>A key as it is given on a command line: 64 digits, or the name of a PEM file.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static byte[] FromWord(string word)
    {
        var key = new byte[KeyBytes];
        if (word.Length == 2 * KeyBytes && Convert.FromHexString(word, key, out _, out _) == System.Buffers.OperationStatus.Done) return key;
        return (File.Exists(word) ? FromPem(Encoding.ASCII.GetBytes(File.ReadAllText(word))) : null) ?? throw new FormatException($"'{word}' is no public key: 64 digits, or a file in PEM.");
    }
}
