using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace EventChat.Adapters.Accounts;

/// <summary>
/// Argon2id by libsodium, with OWASP's parameters (19 MiB, two passes), written in the PHC string format. A few at a time: each takes memory and
/// a core, so a crowd at the door waits in line.
/// </summary>
public sealed class PasswordHashing : IDisposable
{
    private const int MemoryKib = 19_456, Passes = 2, SaltBytes = 16, HashBytes = 32;
    private readonly SemaphoreSlim turn = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly byte[] nobody = RandomNumberGenerator.GetBytes(SaltBytes);

    public async Task<string> Hash(string password, CancellationToken ct)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = await Derive(password, salt, MemoryKib, Passes, ct);
        return $"$argon2id$v=19$m={MemoryKib},t={Passes},p=1${Base64(salt)}${Base64(hash)}";
    }

    /// <param name="stored">Null for an account that does not exist: it takes as long, and the answer is no.</param>
    public async Task<bool> Verify(string password, string? stored, CancellationToken ct)
    {
        if (stored is null)
        {
            await Derive(password, nobody, MemoryKib, Passes, ct);
            return false;
        }

        var parts = stored.Split('$');
        var costs = parts[3].Split(',').Select(static c => long.Parse(c.AsSpan(2), CultureInfo.InvariantCulture)).ToArray();
        var hash = await Derive(password, Bytes(parts[4]), costs[0], costs[1], ct);
        return CryptographicOperations.FixedTimeEquals(hash, Bytes(parts[5]));
    }

    public void Dispose() => turn.Dispose();

    private async Task<byte[]> Derive(string password, byte[] salt, long memoryKib, long passes, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var argon = PasswordBasedKeyDerivationAlgorithm.Argon2id(
                new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memoryKib, NumberOfPasses = passes });
            return await Task.Run(() => argon.DeriveBytes(Encoding.UTF8.GetBytes(password.Normalize()), salt, HashBytes), ct);
        }
        finally { turn.Release(); }
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string base64) => Convert.FromBase64String(base64 + new string('=', (4 - base64.Length % 4) % 4));
}
