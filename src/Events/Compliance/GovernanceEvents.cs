namespace EventChat.Events.Compliance;

/// <summary>
/// Somebody was about to be shown what only compliance officers and owners may see: it is recorded first, and what cannot be recorded is not shown.
/// </summary>
/// <param name="What">Such as <c>replay</c>, <c>access-report</c> or <c>record</c>.</param>
/// <param name="Asked">What exactly was asked for.</param>
/// <param name="Reason">As it was given.</param>
public sealed record Shown(string What, Asked? Asked = null, string? Reason = null) : DomainEvent;

/// <summary>What a question to the log was about; what it did not name is left out.</summary>
/// <param name="Position">As of which the answer is, or at which it was.</param>
/// <param name="At">The moment as of which the answer is.</param>
/// <param name="Cursor">Of a page that is not the first.</param>
public sealed record Asked(
    ChannelId? ChannelId = null, int? Number = null, UserId? UserId = null, long? Position = null, DateTimeOffset? At = null, DateTimeOffset? From = null, DateTimeOffset? To = null,
    string? Cursor = null);

/// <summary>From here on nothing of it is destroyed, whatever rule or wish there is: what somebody of <c>userIds</c> said, in one of <c>channelIds</c>, between the two moments, that the query finds.</summary>
/// <param name="UserIds">None for everybody.</param>
/// <param name="ChannelIds">None for all channels.</param>
/// <param name="From">Absent for the beginning.</param>
/// <param name="To">The first moment that is no longer meant; absent for what is still to be said too.</param>
/// <param name="Query">Absent for whatever was said.</param>
public sealed record HoldPlaced(
    HoldId HoldId, string Name, IReadOnlyList<UserId> UserIds, IReadOnlyList<ChannelId> ChannelIds, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Query = null,
    string? Reason = null) : DomainEvent
{
    /// <summary>
    /// Whether it may be over something that was said; who does not know where a thing is says null. Words are not looked at: a hold with a query is over everything that
    /// the query might find, because nothing is destroyed on the strength of a search.
    /// </summary>
    /// <param name="author">Null for anybody.</param>
    /// <param name="channel">Null for anywhere.</param>
    /// <param name="to">The first moment that is no longer meant.</param>
    public bool IsOver(UserId? author, ChannelId? channel, DateTimeOffset? from, DateTimeOffset? to) =>
        (author is not { } who || UserIds.Count == 0 || UserIds.Contains(who)) && (channel is not { } where || ChannelIds.Count == 0 || ChannelIds.Contains(where))
        && !(from >= To) && !(to <= From);

    public bool Equals(HoldPlaced? other) => other is not null
        && (HoldId, Name, From, To, Query, Reason) == (other.HoldId, other.Name, other.From, other.To, other.Query, other.Reason)
        && UserIds.SequenceEqual(other.UserIds) && ChannelIds.SequenceEqual(other.ChannelIds);

    public override int GetHashCode() => HashCode.Combine(HoldId, Name);
}

/// <summary>What no other hold is over is under the rules again.</summary>
public sealed record HoldReleased(HoldId HoldId, string? Reason = null) : DomainEvent;

/// <summary>How long what is said is kept, instead of the rules before. What no rule is about is kept for ever.</summary>
public sealed record RetentionSet(IReadOnlyList<RetentionRule> Rules, string? Reason = null) : DomainEvent
{
    public bool Equals(RetentionSet? other) => other is not null && Reason == other.Reason && Rules.SequenceEqual(other.Rules);

    public override int GetHashCode() => HashCode.Combine(Rules.Count, Reason);
}
