namespace EventChat.Bench.Client;

/// <summary>What people say: lines of an IRC channel, each with some words of others in it; without such lines, words that are as rare as words are.</summary>
internal sealed class Talk
{
    private const string Variable = "EVENTCHAT_TEST_IRC";
    private const int Made = 50_000;

    private readonly Random _random = new(1);
    private readonly string[][] _lines;
    private readonly string[] _words;

    private Talk(string[][] lines) => (_lines, _words) = (lines, [.. lines.SelectMany(static line => line)]);

    public static Talk Listen()
    {
        var folder = Environment.GetEnvironmentVariable(Variable)
            ?? Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "shared", "data", "ubuntu-irc");
        string[][] lines = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.raw.txt").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(Said).Where(static line => line.Length > 0)]
            : [];
        return new(lines.Length > 0 ? lines : [.. Enumerable.Range(0, Made).Select(Invented)]);
    }

    /// <summary>At most some hundred characters, none of which JSON has to escape.</summary>
    public string Line()
    {
        lock (_random)
        {
            var line = (string[])_lines[_random.Next(_lines.Length)].Clone();
            for (var i = 0; i <= line.Length / 6; i++) line[_random.Next(line.Length)] = _words[_random.Next(_words.Length)];
            return string.Join(' ', line);
        }
    }

    /// <summary>Two words that somebody said, often in one breath.</summary>
    public string TwoWords()
    {
        while (true)
        {
            string[] words = [.. Line().Split(' ').Where(static word => word.Length > 1 && word.All(char.IsAsciiLetter))];
            if (words.Length >= 2) return $"{words[0]}+{words[^1]}";
        }
    }

    private static string[] Said(string line) => line.StartsWith('[') && line.IndexOf("> ", StringComparison.Ordinal) is > 0 and var at
        ? [.. line[(at + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static word => word.All(static c => c is > ' ' and < '\x7f' and not ('"' or '\\'))).Take(80)]
        : [];

    private static string[] Invented(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, random.Next(3, 20)).Select(_ => $"w{(int)Math.Pow(Made, random.NextDouble()):x}".Replace('0', 'g'))];
    }
}
