using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventChat.Events;
using NSec.Cryptography;

namespace EventChat.Adapters.Accounts;

/// <summary>
/// Argon2id by libsodium with 64 MiB and two passes, several times OWASP's least (19 MiB, two passes), so that a guess costs more than 50 ms of a core; written in the
/// PHC string format. On threads of its own, one for two cores, with a short line before them.
/// </summary>
/// <param name="waiting">How many may wait at once.</param>
/// <exception cref="HashingOverloadedException">Of all that hashes: too many wait already.</exception>
public sealed class PasswordHashing(int threads, int waiting) : IDisposable
{
    /// <summary>Three seconds' work for each thread.</summary>
    private const int WaitingPerThread = 50;

    /// <summary>Half the cores stay without, so that those who are in are served whatever crowd is at the door.</summary>
    private static readonly int Threads = Math.Max(1, Environment.ProcessorCount / 2);

    private const int MemoryKib = 65_536, Passes = 2, SaltBytes = 16, HashBytes = 32;
    private readonly HashingLane lane = new(threads, waiting);
    private readonly byte[] nobody = RandomNumberGenerator.GetBytes(SaltBytes);

    public PasswordHashing() : this(Threads, WaitingPerThread * Threads)
    {
    }

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

    public void Dispose() => lane.Dispose();

    private Task<byte[]> Derive(string password, byte[] salt, long memoryKib, long passes, CancellationToken ct)
    {
        var argon = PasswordBasedKeyDerivationAlgorithm.Argon2id(
            new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memoryKib, NumberOfPasses = passes });
        return lane.Run(() => argon.DeriveBytes(Encoding.UTF8.GetBytes(NormalForm.Of(password)), salt, HashBytes), ct);
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string base64) => Convert.FromBase64String(base64 + new string('=', (4 - base64.Length % 4) % 4));
}
