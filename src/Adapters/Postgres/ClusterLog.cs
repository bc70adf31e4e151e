namespace EventChat.Adapters.Postgres;

/// <summary>The log of PostgreSQL, from here on.</summary>
internal sealed class ClusterLog(string path)
{
    private static readonly string[] Severities = ["PANIC: ", "FATAL: ", "ERROR: "];

    private readonly long _start = new FileInfo(path).Length;

    public string Path => path;

    /// <summary>The last complaint with its detail, on one line; any last line where there is no complaint.</summary>
    public string LastWords()
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        reader.BaseStream.Seek(_start, SeekOrigin.Begin);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var complaint = Array.FindLastIndex(lines, static line => Severities.Any(line.Contains));
        if (complaint < 0) return lines.LastOrDefault() ?? "it said nothing";

        var detail = lines.Skip(complaint + 1).Take(2).Select(static line => After(line, "DETAIL:")).FirstOrDefault(static d => d is not null);
        var words = Severities.Select(severity => After(lines[complaint], severity)).First(static w => w is not null)!;
        return detail is null ? words : $"{words}: {detail}";
    }

    private static string? After(string line, string word) =>
        line.IndexOf(word, StringComparison.Ordinal) is >= 0 and var at ? line[(at + word.Length)..].Trim() : null;
}
