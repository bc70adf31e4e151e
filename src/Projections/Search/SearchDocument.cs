using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Projections.Search;

/// <summary>A message as the index knows it. A deleted one stays, without its text, so that nothing older can bring it back.</summary>
public sealed record SearchDocument
{
    public required ChannelId ChannelId { get; init; }
    public required int Number { get; init; }

    /// <summary>Where it was sent, in the log: what <i>newest</i> goes by.</summary>
    public required Position Position { get; init; }

    /// <summary>Of the last event of the channel's stream that changed it.</summary>
    public required long Version { get; init; }
    public required UserId Author { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public required string Text { get; init; }

    /// <summary>One of <see cref="Search.Language.Names"/>.</summary>
    public required string Language { get; init; }
    public int? ThreadRoot { get; init; }

    /// <summary>Answers that stand.</summary>
    public int Replies { get; init; }

    /// <summary>Of all people, with all emoji.</summary>
    public int Reactions { get; init; }
    public bool IsPinned { get; init; }
    public bool IsDeleted { get; init; }

    public string Id => IdOf(ChannelId, Number);

    public SearchTraits Traits => IsDeleted ? SearchTraits.None
        : (Text.Contains("://", StringComparison.Ordinal) ? SearchTraits.Link : SearchTraits.None)
        | (Reactions > 0 ? SearchTraits.Reaction : SearchTraits.None)
        | (ThreadRoot is not null || Replies > 0 ? SearchTraits.Thread : SearchTraits.None)
        | (IsPinned ? SearchTraits.Pinned : SearchTraits.None);

    public static string IdOf(ChannelId channel, int number) => $"{channel}:{number:D10}";
}

/// <summary>What a message may have or be, for <c>has:</c> and <c>is:</c>.</summary>
[Flags]
public enum SearchTraits
{
    None = 0,
    Link = 1,
    Reaction = 2,
    File = 4,

    /// <summary>It answers, or was answered.</summary>
    Thread = 8,
    Pinned = 16,
}
