namespace EventChat.Api.Demo;

/// <summary>
/// One line of a log; each line ends in exactly one kind. Index counts from 0, At is the clock of the log taken as UTC:
/// a system line has no time of its own and takes that of the line before.
/// </summary>
public abstract record IrcLine(int Index, DateTimeOffset At)
{
    public abstract string Kind { get; }

    /// <summary>A line that becomes a message: its text keeps the rules of the product.</summary>
    public abstract record Message(int Index, DateTimeOffset At, string Nick, string Text) : IrcLine(Index, At);

    public sealed record Said(int Index, DateTimeOffset At, string Nick, string Text) : Message(Index, At, Nick, Text)
    {
        public override string Kind => "said";
    }

    /// <summary>What somebody does (`* nick waves`, in older logs `=== nick waves`), told in italics: `_waves_`.</summary>
    public sealed record Did(int Index, DateTimeOffset At, string Nick, string Text) : Message(Index, At, Nick, Text)
    {
        internal static Did Of(int index, DateTimeOffset at, string nick, string what) => new(index, at, nick, $"_{what.Trim()}_");

        public override string Kind => "did";
    }

    /// <summary>A notice to the whole channel (`-nick:#channel- text`).</summary>
    public sealed record Noticed(int Index, DateTimeOffset At, string Nick, string Text)
        : Message(Index, At, Nick, Text)
    {
        public override string Kind => "noticed";
    }

    public sealed record Joined(int Index, DateTimeOffset At, string Nick) : IrcLine(Index, At)
    {
        public override string Kind => "joined";
    }

    public sealed record Left(int Index, DateTimeOffset At, string Nick) : IrcLine(Index, At)
    {
        public override string Kind => "left";
    }

    public sealed record Renamed(int Index, DateTimeOffset At, string From, string To) : IrcLine(Index, At)
    {
        public override string Kind => "renamed";
    }

    /// <summary>A system line that changes nothing here: `mode`, `kick`, `topic` or `unknown`.</summary>
    public sealed record Other(int Index, DateTimeOffset At, string What, string Raw) : IrcLine(Index, At)
    {
        public override string Kind => $"other: {What}";
    }

    /// <summary>A line that makes no sense, and why. Raw holds no control characters, so it can be printed.</summary>
    public sealed record Unreadable(int Index, DateTimeOffset At, string Raw, string Reason) : IrcLine(Index, At)
    {
        public override string Kind => $"unreadable: {Reason}";
    }
}
