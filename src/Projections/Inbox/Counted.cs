using EventChat.Events;

namespace EventChat.Projections.Inbox;

/// <summary>What a channel comes to for a person, however it was counted.</summary>
/// <param name="Mentions">In the order of their numbers.</param>
public sealed record Counted(ChannelId ChannelId, int LastRead, int Unread, bool IsHidden, IReadOnlyList<UnreadThread> Threads, IReadOnlyList<Mention> Mentions)
{
    public bool Equals(Counted? other) => other is not null && (ChannelId, LastRead, Unread, IsHidden) == (other.ChannelId, other.LastRead, other.Unread, other.IsHidden)
        && Threads.SequenceEqual(other.Threads) && Mentions.SequenceEqual(other.Mentions);

    public override int GetHashCode() => HashCode.Combine(ChannelId, LastRead, Unread, IsHidden, Threads.Count, Mentions.Count);

    public override string ToString() =>
        $"{ChannelId}: {Unread} unread after {LastRead}{(IsHidden ? ", hidden" : "")}{string.Concat(Threads.Select(static t => $"; thread {t.Root}: {t.Unread} after {t.LastRead}"))}"
        + (Mentions.Count > 0 ? $"; mentioned in {string.Join(", ", Mentions.Select(static m => m.Number))}" : "");
}

/// <summary>A thread that somebody follows.</summary>
public sealed record UnreadThread(int Root, int Unread, int LastRead);

/// <summary>A message that is unread and calls the person: by their name, a group they are in, as one of all or of the active.</summary>
/// <param name="Root">Of the thread that it is unread in; null where it is shown in the channel.</param>
public sealed record Mention(int Number, int? Root = null);
