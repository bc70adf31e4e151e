using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Projections.Search;

/// <summary>What is looked for. Everything has to be so at once.</summary>
public sealed record SearchQuery
{
    public IReadOnlyList<SearchClause> Clauses { get; init; } = [];

    /// <summary>Where it may be found, and nowhere else.</summary>
    public required IReadOnlyCollection<ChannelId> Channels { get; init; }

    /// <summary>One of them wrote it; null for anybody.</summary>
    public IReadOnlyCollection<UserId>? Authors { get; init; }
    public IReadOnlyCollection<UserId> OtherAuthors { get; init; } = [];

    /// <summary>When it was sent: at the first moment or later, and before the last.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.MinValue;
    public DateTimeOffset To { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>All of these, and none of those.</summary>
    public SearchTraits With { get; init; }
    public SearchTraits Without { get; init; }

    public SearchOrder Order { get; init; }

    /// <summary>At most <see cref="SearchPage.MaxHits"/>.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Of the page before; null for the first.</summary>
    public SearchCursor? After { get; init; }
}

/// <summary>Terms that stand one after the other, as <see cref="Token"/> has them; often only one.</summary>
/// <param name="IsPrefix">Whatever begins like the one term.</param>
/// <param name="IsNot">Where it does not stand.</param>
/// <param name="Piece">Also where this stands in a longer word.</param>
public sealed record SearchClause(IReadOnlyList<string> Terms, bool IsPrefix = false, bool IsNot = false, CodePiece? Piece = null)
{
    public bool Equals(SearchClause? other) =>
        other is not null && IsPrefix == other.IsPrefix && IsNot == other.IsNot && Terms.SequenceEqual(other.Terms);

    public override int GetHashCode() => HashCode.Combine(string.Join(' ', Terms), IsPrefix, IsNot);
}

public enum SearchOrder
{
    /// <summary>By position in the log.</summary>
    Newest,

    /// <summary>
    /// The newest <see cref="SearchPage.Window"/> that match, ordered by how often and how near to each other the terms stand; then the next as many. So what is
    /// ranked is bounded, whatever matches.
    /// </summary>
    Best,
}

/// <summary>Where the next page begins.</summary>
/// <param name="Top">The newest position that it may have.</param>
/// <param name="Bottom">The oldest of the window that is ranked; the start of the log where that is still to be found.</param>
/// <param name="Rank">Of the last hit that was given of the window, as its <paramref name="Position"/> is.</param>
public sealed record SearchCursor(Position Top, Position Bottom = default, float Rank = 0, Position Position = default);

public sealed record SearchHit(ChannelId ChannelId, int Number, Position Position, float Rank);

/// <param name="Next">Null where there is nothing more. Where there is, a page may still be short: an index that has looked long enough answers what it has.</param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, SearchCursor? Next)
{
    public const int MaxHits = 200, Window = 500;

    public static readonly SearchPage Empty = new([], null);
}
