using EventChat.Events;
using EventChat.Events.Channels;

namespace EventChat.Projections.Compliance;

/// <summary>A message as it was, with all that it had said: also what members did not see any more, because it was deleted.</summary>
/// <param name="Version">Of the last event that changed it.</param>
/// <param name="SentAt">When it was said; of a message brought in from elsewhere, there.</param>
/// <param name="Revisions">Oldest first; the last is what it said then, or when it was deleted.</param>
/// <param name="Reactions">Of a deleted message, those that it had.</param>
/// <param name="Thread">Of its replies; null where none stood.</param>
public sealed record ReplayedMessage(
    int Number, long Version, UserId Author, DateTimeOffset SentAt, IReadOnlyList<ReplayedRevision> Revisions, int? ThreadRoot, bool Broadcast, ReplayedThread? Thread,
    IReadOnlyList<ReplayedReaction> Reactions, ReplayedAct? Pinned, ReplayedAct? Deleted, ForwardedMessage? Forwarded, DisplayAs? DisplayAs);

/// <param name="Version">Of the event by which it came to say so.</param>
public sealed record ReplayedRevision(long Version, string Text, UserId By, DateTimeOffset At);

/// <param name="Replies">Those that stood.</param>
/// <param name="Participants">Who wrote them, in the order of their first.</param>
public sealed record ReplayedThread(int Replies, DateTimeOffset LatestReplyAt, IReadOnlyList<UserId> Participants);

public sealed record ReplayedReaction(string Emoji, IReadOnlyList<UserId> Users);

/// <summary>Somebody did it, and when.</summary>
public sealed record ReplayedAct(UserId By, DateTimeOffset At, long Version);
