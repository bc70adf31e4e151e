using System.Security.Cryptography;
using System.Text;
using EventChat.Events.Serialization;

namespace EventChat.Events.Privacy;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) under a key that HKDF-SHA256 (RFC 5869) derives from the author's key followed by the month's. What it seals is bound to a place: nobody can
/// move it to another event.
/// </summary>
public sealed class ContentKey
{
    public const int Bytes = 32;

    /// <summary>What sealing adds, in bytes.</summary>
    public const int Overhead = NonceBytes + TagBytes;

    private const int NonceBytes = 12, TagBytes = 16;
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("EventChat content key");
    private readonly byte[] key;
    private readonly AesGcm cipher;
    private readonly Lock gate = new();

    private ContentKey(byte[] key) => (this.key, cipher) = (key, new(key, TagBytes));

    /// <summary>The key itself, for an export: who has it reads what one author wrote in one stream and month.</summary>
    public ReadOnlySpan<byte> Value => key;

    /// <param name="month">Empty where there is none.</param>
    public static ContentKey Derive(ReadOnlySpan<byte> author, ReadOnlySpan<byte> month) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, [.. author, .. month], Bytes, info: Purpose));

    /// <summary>Nonce, tag and ciphertext.</summary>
    public void Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place, Span<byte> @sealed)
    {
        var nonce = @sealed[..NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        // The cipher keeps its place in native memory, which two cannot share.
        lock (gate) cipher.Encrypt(nonce, plain, @sealed[Overhead..], @sealed[NonceBytes..Overhead], place);
    }

    /// <exception cref="EventContractException">These bytes were not sealed under this key, or not at this place.</exception>
    public void Open(ReadOnlySpan<byte> @sealed, ReadOnlySpan<byte> place, Span<byte> plain)
    {
        try
        {
            lock (gate) cipher.Decrypt(@sealed[..NonceBytes], @sealed[Overhead..], @sealed[NonceBytes..Overhead], plain, place);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new EventContractException("its sealed words are not those that were recorded.", error);
        }
    }
}
