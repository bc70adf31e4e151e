using System.Globalization;
using EventChat.Commands.Names;

namespace EventChat.Api.Demo;

/// <summary>Reads the lines of one log in their order, because a line takes its day from the lines before it.</summary>
internal sealed class IrcLineReader(DateOnly date, IEnumerable<string> lines)
{
    private const int MostCharacters = 16_000;
    private static readonly TimeSpan Midnight = TimeSpan.FromHours(6);

    private DateTimeOffset clock =
        At(date, lines.Select(TimeOf).FirstOrDefault(static time => time is not null) ?? TimeOnly.MinValue);

    public IrcLine Read(int index, string line)
    {
        if (line.StartsWith("===", StringComparison.Ordinal))
            return IrcSystemLine.Read(index, clock, line) is var system && system is IrcLine.Message action ? Checked(action, line) : system;
        if (TimeOf(line) is not { } time) return Unreadable(index, line, "neither a time nor === at its start");

        clock = Forward(time);
        return Message(index, line) is { } message ? Checked(message, line) : Unreadable(index, line, "no nick");
    }

    private static IrcLine Checked(IrcLine.Message message, string line) => message switch
    {
        { Nick: "" } => new IrcLine.Unreadable(message.Index, message.At, line, "no nick"),
        { Text: "__" } and IrcLine.Did => new IrcLine.Unreadable(message.Index, message.At, line, "no text"),
        { Text: var text } when !VisibleText.IsIn(text) => new IrcLine.Unreadable(message.Index, message.At, line, "no text"),
        { Text.Length: > MostCharacters } => new IrcLine.Unreadable(message.Index, message.At, line, "text over 16,000 characters"),
        _ => message,
    };

    private IrcLine.Message? Message(int index, string line) => line[7..].TrimStart(' ') switch
    {
        ['<', .. var said] when Cut(said, ">") is var (nick, text) =>
            new IrcLine.Said(index, clock, IrcNick.Joined(nick), text.StartsWith(' ') ? text[1..] : text),
        ['*', ' ', .. var did] when Cut($"{did} ", " ") is var (nick, text) =>
            IrcLine.Did.Of(index, clock, nick, text),
        ['-', .. var notice] when Cut(notice, "- ") is var (from, text) =>
            new IrcLine.Noticed(index, clock, from.Split(':')[0], text),
        _ => null,
    };

    private IrcLine.Unreadable Unreadable(int index, string line, string reason) => new(index, clock, line, reason);

    // The hour is kept as written: older logs write the evening with hours up to 11 and midnight as 00.
    private DateTimeOffset Forward(TimeOnly time)
    {
        var today = At(DateOnly.FromDateTime(clock.UtcDateTime), time);
        return clock - today >= Midnight ? today.AddDays(1) : today;
    }

    private static DateTimeOffset At(DateOnly date, TimeOnly time) => new(date, time, TimeSpan.Zero);

    private static TimeOnly? TimeOf(string line) =>
        line is ['[', _, _, ':', _, _, ']', ..]
        && TimeOnly.TryParseExact(line[1..6], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;

    private static (string, string)? Cut(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0
            ? (text[..at], text[(at + mark.Length)..])
            : null;
}
