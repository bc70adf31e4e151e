using System.Security.Cryptography;
using System.Text;
using EventChat.Commands.Names;
using EventChat.Events.Store;

namespace EventChat.Commands.Hooks;

/// <summary>
/// The secret in the address of a hook: 160 bits in base 32 (RFC 4648, section 6), as 32 small letters and digits, which is what programs take that were written for
/// the addresses of others. It has no room for a workspace, so a reserved name leads from its hash to its hook.
/// </summary>
public static class HookToken
{
    public const int Bytes = 20, Length = 32;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567", Kind = "hook";
    private const int BitsPerLetter = 5;

    /// <param name="secret">Of <see cref="Bytes"/>.</param>
    public static string Of(ReadOnlySpan<byte> secret)
    {
        Span<char> token = stackalloc char[Length];
        for (int letter = 0, at = 0, bits = 0, held = 0; letter < Length; letter++)
        {
            if (bits < BitsPerLetter) (held, bits) = (((held & 0xff) << 8) | secret[at++], bits + 8);
            bits -= BitsPerLetter;
            token[letter] = Alphabet[(held >> bits) & 31];
        }

        return new(token);
    }

    /// <returns>Null for what is no token, whatever it says.</returns>
    public static byte[]? Read(string token)
    {
        if (token.Length != Length) return null;
        var secret = new byte[Bytes];
        for (int letter = 0, at = 0, bits = 0, held = 0; letter < Length; letter++)
        {
            if (Alphabet.IndexOf(token[letter], StringComparison.Ordinal) is not (>= 0 and var value)) return null;
            (held, bits) = (((held & 0xff) << BitsPerLetter) | value, bits + BitsPerLetter);
            if (bits < 8) continue;
            bits -= 8;
            secret[at++] = (byte)(held >> bits);
        }

        return secret;
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The reservation whose owner is the hook.</summary>
    public static StreamName StreamOf(string token) => NameReservation.StreamOf(Kind, token);
}
