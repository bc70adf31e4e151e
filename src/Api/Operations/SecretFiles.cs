using EventChat.Adapters;

namespace EventChat.Api.Operations;

/// <summary>
/// Secrets as containers hand them over: <c>ConnectionStrings:PostgresFile</c> names a file, and its content is the setting <c>ConnectionStrings:Postgres</c>.
/// So with every setting of a section.
/// </summary>
internal static class SecretFiles
{
    private const string Suffix = "File";
    private const int MaxBytes = 64 * 1024;

    /// <exception cref="StartupException">A file that cannot be read, or a setting that is given twice.</exception>
    public static void AddSecretFiles(this IConfigurationManager configuration)
    {
        var read = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, path) in configuration.AsEnumerable())
        {
            if (path is not { Length: > 0 } || SettingOf(name) is not { } setting) continue;
            if (configuration[setting] is { Length: > 0 }) throw new StartupException($"{setting} and {name} are both set; choose one.");
            read[setting] = Read(name, path);
        }

        configuration.AddInMemoryCollection(read);
    }

    private static string? SettingOf(string name) =>
        name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && name.LastIndexOf(':') is > 0 and var colon && colon < name.Length - Suffix.Length - 1
            ? name[..^Suffix.Length]
            : null;

    /// <summary>Without the line break that editors leave at the end.</summary>
    private static string Read(string name, string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes) throw new StartupException($"{name} names a file of more than {MaxBytes} bytes.");
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupException($"{name} names '{path}', which cannot be read.");
        }
    }
}
