using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Projections.Running;

namespace EventChat.Projections.Timeline;

/// <summary>A message as a channel shows it. A deleted one stays as a tombstone without its text.</summary>
public sealed record TimelineMessage : IView
{
    public required string Id { get; init; }
    public required ChannelId ChannelId { get; init; }
    public required int Number { get; init; }

    /// <summary>Of the last event that changed it.</summary>
    public required long Version { get; init; }

    /// <summary>Of the event that sent it, once another has changed it.</summary>
    public long? FirstVersion { get; init; }

    /// <summary>Stored in any case: the server itself has the id that is left out elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required UserId Author { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public DateTimeOffset? EditedAt { get; init; }
    public DateTimeOffset? DeletedAt { get; init; }
    public int? ThreadRoot { get; init; }

    /// <summary>Replies of one thread share it; null for what is no reply.</summary>
    public string? ThreadKey { get; init; }
    public bool Broadcast { get; init; }
    public string? ClientMessageId { get; init; }

    /// <summary>Of the text as it is now; null where nothing is mentioned, and for a deleted message.</summary>
    public TextEntities? Entities { get; init; }
    public IReadOnlyList<TimelineReaction>? Reactions { get; init; }

    /// <summary>Of links that stand in the text; null where there are none.</summary>
    public IReadOnlyList<TimelinePreview>? Previews { get; init; }
    public ForwardedMessage? Forwarded { get; init; }

    /// <summary>How the author wants to be shown with it.</summary>
    public DisplayAs? DisplayAs { get; init; }
    public UserId? PinnedBy { get; init; }

    /// <summary>Null for what is not pinned.</summary>
    public DateTimeOffset? PinnedAt { get; init; }

    /// <summary>For a message that was answered.</summary>
    public ThreadSummary? Thread { get; init; }

    internal TimelineMessage At(long version) => this with { FirstVersion = FirstVersion ?? Version, Version = version };

    /// <summary>Sorts as the numbers do, whatever the database's collation.</summary>
    public static string IdOf(ChannelId channel, int number) => $"{channel}:{number:D10}";
}

public sealed record TimelinePreview(string Url, string Title, string? Description = null, string? SiteName = null, string? Image = null);

public sealed record TimelineReaction(string Emoji, IReadOnlyList<UserId> Users);

/// <param name="Participants">Who answered, and how often, in the order in which they came; whose replies are all deleted has gone.</param>
/// <param name="Recent">The latest replies that still stand, oldest first, at most <see cref="MaxRecent"/>.</param>
public sealed record ThreadSummary(int ReplyCount, IReadOnlyList<ThreadParticipant> Participants, IReadOnlyList<RecentReply> Recent)
{
    public const int MaxRecent = 20;
    public static readonly ThreadSummary Empty = new(0, [], []);

    public DateTimeOffset? LatestReplyAt => Recent is [.., var last] ? last.At : null;

    public ThreadSummary With(int number, UserId author, DateTimeOffset at) => new(
        ReplyCount + 1, ThreadParticipant.Count(Participants, author, 1), [.. Recent.TakeLast(MaxRecent - 1), new(number, author, at)]);

    public ThreadSummary Without(int number, UserId author) => new(
        Math.Max(0, ReplyCount - 1), ThreadParticipant.Count(Participants, author, -1), [.. Recent.Where(r => r.Number != number)]);
}

public sealed record ThreadParticipant(UserId User, int Replies)
{
    internal static IReadOnlyList<ThreadParticipant> Count(IReadOnlyList<ThreadParticipant> participants, UserId user, int change) =>
        participants.Any(p => p.User == user)
            ? [.. participants.Select(p => p.User == user ? p with { Replies = p.Replies + change } : p).Where(static p => p.Replies > 0)]
            : change > 0 ? [.. participants, new(user, change)] : participants;
}

public sealed record RecentReply(int Number, UserId Author, DateTimeOffset At);
