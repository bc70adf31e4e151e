namespace EventChat.Specs.Support;

/// <summary>The files that the tests are about.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Files that people wrote, named from the root with forward slashes.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string Above(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "EventChat.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No EventChat.sln above.");
        return folder;
    }
}
