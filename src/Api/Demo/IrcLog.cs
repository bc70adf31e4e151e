using System.Globalization;

namespace EventChat.Api.Demo;

/// <summary>One log: the lines of its file, each in one kind, and the threads its annotation makes of them.</summary>
public sealed record IrcLog(
    string Name, DateOnly Date, IReadOnlyList<IrcLine> Lines, IrcThreads Threads, IrcRepairs Repairs)
{
    public IEnumerable<IrcLine.Message> Messages => Lines.OfType<IrcLine.Message>();

    /// <summary>Reads any bytes; only a name that does not begin with a date (`2004-12-25`) is refused.</summary>
    public static IrcLog Parse(string name, ReadOnlySpan<byte> raw, ReadOnlySpan<byte> annotation)
    {
        var date = DateOf(name);
        var (texts, repairs) = IrcText.Lines(raw);
        var reader = new IrcLineReader(date, texts);
        IReadOnlyList<IrcLine> lines = [.. texts.Select((text, index) => reader.Read(index, text))];

        return new IrcLog(name, date, lines, IrcThreads.Of(lines, IrcText.Lines(annotation).Lines), repairs);
    }

    private static DateOnly DateOf(string name) =>
        name.Length >= 10 && DateOnly.TryParseExact(
            name[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new InvalidDataException($"The log '{name}' must begin with its date, as in 2004-12-25.");
}
