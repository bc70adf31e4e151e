using EventChat.Events;

namespace EventChat.Realtime.Typing;

/// <summary>
/// Who is typing, between nodes. It is told at most once, to those who listen then, and never kept. Every adapter must pass <c>TypingContract</c>.
/// </summary>
public interface ITyping
{
    Task Tell(Typist typist, CancellationToken ct);

    /// <summary>What every node tells, this one too, from when it is asked on; it never completes.</summary>
    IAsyncEnumerable<Typist> Hear(CancellationToken ct);
}

/// <param name="ThreadRoot">In the thread of this message; null for the channel.</param>
/// <param name="Until">When it is over unless it is told anew.</param>
public sealed record Typist(ChannelId ChannelId, UserId UserId, int? ThreadRoot, DateTimeOffset Until)
{
    /// <summary>How long it lasts.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(5);

    /// <summary>How far apart it is told of one person in one channel.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>Beyond so many members of a channel nobody is told.</summary>
    public const int MaxMembers = 1_000;
}
