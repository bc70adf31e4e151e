namespace EventChat.Events.Store;

/// <summary>A category and the id of the thing, as in <c>channel-C01…</c>; the part before the dash is what subscribers filter by.</summary>
public readonly record struct StreamName(string Value)
{
    public const string Channels = "channel-", Workspaces = "workspace-", Users = "user-", Inboxes = "inbox-", Names = "name-", Governances = "governance-";

    public static StreamName For(ChannelId channel) => new(Channels + channel);
    public static StreamName For(WorkspaceId workspace) => new(Workspaces + workspace);
    public static StreamName For(UserId user) => new(Users + user);
    public static StreamName ForInbox(UserId user) => new(Inboxes + user);
    public static StreamName ForGovernance(WorkspaceId workspace) => new(Governances + workspace);

    public bool StartsWith(string prefix) => Value.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>What stands behind the category.</summary>
    /// <exception cref="FormatException">Another kind of thing has this stream.</exception>
    public TId Id<TId>() where TId : struct, IId<TId> => Events.Id.Parse<TId>(Value.AsSpan(Value.IndexOf('-') + 1));

    public override string ToString() => Value;
}

/// <summary>A place in the whole log: growing, never reused, not necessarily dense. <see cref="Start"/> is before the first event.</summary>
public readonly record struct Position(long Value) : IComparable<Position>
{
    public static readonly Position Start;
    public int CompareTo(Position other) => Value.CompareTo(other.Value);
    public static bool operator <(Position left, Position right) => left.Value < right.Value;
    public static bool operator >(Position left, Position right) => left.Value > right.Value;
    public static bool operator <=(Position left, Position right) => left.Value <= right.Value;
    public static bool operator >=(Position left, Position right) => left.Value >= right.Value;
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Which streams a subscriber hears: those whose name begins with one of the prefixes, or all where there are none.</summary>
public sealed record StreamFilter(params IReadOnlyList<string> Prefixes)
{
    public static readonly StreamFilter All = new();

    public bool Matches(StreamName stream)
    {
        if (Prefixes.Count == 0) return true;
        for (var i = 0; i < Prefixes.Count; i++)
            if (stream.StartsWith(Prefixes[i])) return true;
        return false;
    }
}
