namespace EventChat.Api.Demo;

/// <summary>A folder of `NAME.raw.txt` and, where a log has threads, `NAME.annotation.txt` beside it.</summary>
public static class IrcFolder
{
    private const string Raw = ".raw.txt";
    private const string Annotation = ".annotation.txt";

    public static IReadOnlyList<string> Names(string folder)
    {
        IReadOnlyList<string> names = [.. Directory.EnumerateFiles(folder, $"*{Raw}")
            .Select(file => Path.GetFileName(file)[..^Raw.Length])
            .Order(StringComparer.Ordinal)];

        return names.Count > 0 ? names : throw new InvalidDataException($"There is no log (NAME{Raw}) in {folder}.");
    }

    public static IrcLog Read(string folder, string name)
    {
        var annotation = Path.Combine(folder, name + Annotation);
        return IrcLog.Parse(
            name,
            File.ReadAllBytes(Path.Combine(folder, name + Raw)),
            File.Exists(annotation) ? File.ReadAllBytes(annotation) : []);
    }

    /// <summary>All logs, oldest first, one in memory at a time.</summary>
    public static IEnumerable<IrcLog> Read(string folder) => Names(folder).Select(name => Read(folder, name));
}
