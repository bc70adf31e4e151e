using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Privacy;

/// <summary>
/// The keys that wrap those of the keyring (AES-256-GCM, bound to the name of what is wrapped): the one in use, and where it is being replaced the one before. They are in memory and
/// where the operator keeps them, never in the database.
/// </summary>
public sealed class MasterKeys
{
    private const int NonceBytes = 12, TagBytes = 16, IdBytes = 4;
    private readonly Dictionary<string, byte[]> keys = [];

    private MasterKeys(byte[] current, byte[]? previous)
    {
        Current = IdOf(current);
        keys[Current] = current;
        if (previous is not null) keys[IdOf(previous)] = previous;
    }

    /// <summary>Id of the key in use: the first eight hexadecimal digits of its SHA-256.</summary>
    public string Current { get; }

    /// <param name="folder">Where the key is kept that is made where none is named.</param>
    /// <param name="mayMake">Whether nothing was wrapped yet, so that a new key can be the right one.</param>
    /// <exception cref="StartupException">There is none, or it cannot be read.</exception>
    public static async Task<MasterKeys> Open(PrivacyOptions options, string folder, Func<CancellationToken, Task<bool>> mayMake, CancellationToken ct)
    {
        var previous = options.PreviousMasterKey is { Length: > 0 } before ? Read(before, "Privacy:PreviousMasterKey") : null;
        if (options.MasterKey is { Length: > 0 } named) return new(Read(named, "Privacy:MasterKey"), previous);
        var file = Path.Combine(folder, "keys", "master.key");
        if (!File.Exists(file) && await mayMake(ct)) await Make(file, ct);
        if (!File.Exists(file)) throw new StartupException($"the master key is missing: put it back at {file}, or name it by Privacy:MasterKey or Privacy:MasterKeyFile. Without it nobody can read what was written");
        return new(Read((await File.ReadAllTextAsync(file, ct)).Trim(), file), previous);
    }

    public bool Knows(string id) => keys.ContainsKey(id);

    public byte[] Wrap(string name, ReadOnlySpan<byte> key)
    {
        var wrapped = new byte[NonceBytes + TagBytes + key.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(keys[Current], TagBytes);
        cipher.Encrypt(wrapped.AsSpan(0, NonceBytes), key, wrapped.AsSpan(NonceBytes + TagBytes), wrapped.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(name));
        return wrapped;
    }

    /// <exception cref="CryptographicException">It was changed, or moved to another name.</exception>
    public byte[] Unwrap(string name, string master, ReadOnlySpan<byte> wrapped)
    {
        if (!keys.TryGetValue(master, out var with)) throw new CryptographicException($"'{name}' is wrapped by the master key {master}, which is not known here.");
        var key = new byte[wrapped.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(with, TagBytes);
        cipher.Decrypt(wrapped[..NonceBytes], wrapped[(NonceBytes + TagBytes)..], wrapped[NonceBytes..(NonceBytes + TagBytes)], key, Encoding.UTF8.GetBytes(name));
        return key;
    }

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, IdBytes));

    private static byte[] Read(string text, string where) => PrivacyOptions.Decode(text) ?? throw new StartupException($"{where} is not the base64 of {PrivacyOptions.KeyBytes} bytes; openssl rand -base64 {PrivacyOptions.KeyBytes} makes one");

    private static async Task Make(string file, CancellationToken ct)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            else Directory.CreateDirectory(Path.GetDirectoryName(file)!, Private | UnixFileMode.UserExecute);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Private;
            await using var made = new FileStream(file + ".new", options);
            await made.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(PrivacyOptions.KeyBytes)) + "\n"), ct);
            made.Flush(flushToDisk: true);
            File.Move(file + ".new", file, overwrite: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the master key cannot be kept at {file} ({error.Message}): choose another folder with --data, or name the key by Privacy:MasterKey");
        }
    }
}

public sealed class PrivacyOptions
{
    public const string Section = "Privacy";
    public const int KeyBytes = 32;

    /// <summary>Base64 of 32 bytes. Empty: kept at <c>keys/master.key</c> in the data folder, and made there with the first start.</summary>
    public string MasterKey { get; init; } = "";

    /// <summary>The key that <see cref="MasterKey"/> replaces; what it wrapped is wrapped anew at the start.</summary>
    public string PreviousMasterKey { get; init; } = "";

    internal static byte[]? Decode(string text)
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(text, key, out var length) && length == KeyBytes ? key : null;
    }
}

internal sealed class PrivacyOptionsValidator : IValidateOptions<PrivacyOptions>
{
    public ValidateOptionsResult Validate(string? name, PrivacyOptions options) =>
        Wrong(options.MasterKey) ? Fail(nameof(PrivacyOptions.MasterKey))
        : Wrong(options.PreviousMasterKey) ? Fail(nameof(PrivacyOptions.PreviousMasterKey))
        : options.PreviousMasterKey.Length > 0 && options.MasterKey.Length == 0 ? ValidateOptionsResult.Fail("Privacy:PreviousMasterKey is set, but no Privacy:MasterKey that replaces it.")
        : ValidateOptionsResult.Success;

    private static bool Wrong(string text) => text.Length > 0 && PrivacyOptions.Decode(text) is null;

    private static ValidateOptionsResult Fail(string name) =>
        ValidateOptionsResult.Fail($"Privacy:{name} is not the base64 of {PrivacyOptions.KeyBytes} bytes; openssl rand -base64 {PrivacyOptions.KeyBytes} makes one.");
}
