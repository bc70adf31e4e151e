using System.Runtime.InteropServices;
using EventChat.Events;

namespace EventChat.Realtime.Drafts;

/// <summary>
/// What people have begun to write and not sent. It is changed every few seconds, nobody else's business, and gone when it is gone: so it is beside the log, never in it. Every adapter must pass
/// <c>DraftsContract</c>.
/// </summary>
public interface IDrafts
{
    /// <summary>In place of what was begun there before. Beyond <see cref="Draft.Most"/> of a person the oldest goes.</summary>
    Task<Draft> Save(DraftPlace place, string text, CancellationToken ct);

    /// <summary>Those that have not been changed since they were settled; where there is none, or a newer one, nothing happens.</summary>
    Task Forget(IReadOnlyCollection<Settled> places, CancellationToken ct);

    /// <summary>All of a person's.</summary>
    Task ForgetAll(UserId user, CancellationToken ct);

    /// <summary>Of a person's, those that were changed before a version, newest first.</summary>
    Task<DraftPage> Before(UserId user, long version, int limit, CancellationToken ct);

    /// <summary>Those that are there, in any order.</summary>
    Task<IReadOnlyList<Draft>> Read(IReadOnlyCollection<DraftPlace> places, CancellationToken ct);

    /// <summary>What is saved and forgotten on any node from when it is asked on, of one place in the order of its versions. Where some may be missing it says whose; it ends only by an exception.</summary>
    IAsyncEnumerable<DraftNews> Changes(CancellationToken ct);
}

/// <summary>Where somebody writes.</summary>
/// <param name="ThreadRoot">Number of the message that is answered; null in the channel itself.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DraftPlace(UserId UserId, ChannelId ChannelId, int? ThreadRoot = null);

/// <param name="Version">Counts what the person has done with drafts, so that of two the newer shows.</param>
public sealed record Draft(DraftPlace Place, string Text, long Version, DateTimeOffset ChangedAt)
{
    /// <summary>Of a person.</summary>
    public const int Most = 500;
}

/// <summary>What was begun here is done with.</summary>
/// <param name="Ago">Since then; what was changed later is another draft.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Settled(DraftPlace Place, TimeSpan Ago);

/// <param name="Version">As of which the list is: what has a higher one comes on top.</param>
public sealed record DraftPage(IReadOnlyList<Draft> Drafts, long Version);

/// <param name="Place">Null where some changes of the person may have been missed.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DraftNews(UserId UserId, DraftPlace? Place, long Version);
