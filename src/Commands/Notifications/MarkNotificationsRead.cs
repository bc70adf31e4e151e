using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Notifications;
using EventChat.Events.Store;

namespace EventChat.Commands.Notifications;

/// <summary>What a person was told and has seen; part of their inbox.</summary>
public sealed class ReadNotifications
{
    /// <summary>Those that were seen one by one are remembered so far back; older ones count as unread again only where nobody has read up to them.</summary>
    public const int MaxSingle = 5_000;

    private readonly SortedSet<long> single = [];

    /// <summary>Everything up to here was seen.</summary>
    public long Through { get; private set; }

    /// <summary>Positions after <see cref="Through"/>, seen one by one, in order.</summary>
    public IReadOnlyCollection<long> Single => single;
    public long Bytes => single.Count * 64L;

    public bool Has(long position) => position <= Through || single.Contains(position);

    internal void Apply(NotificationsRead e)
    {
        if (e.Through > Through) Through = e.Through.Value;
        single.UnionWith(e.Positions ?? []);
        single.RemoveWhere(p => p <= Through);
        while (single.Count > MaxSingle) single.Remove(single.Min);
    }
}

/// <summary>Up to a position, or some by their positions; one of the two.</summary>
/// <param name="Head">Of the log: what has not happened cannot have been seen.</param>
public sealed record MarkNotificationsRead(UserId UserId, long? Through, IReadOnlyList<long>? Positions, long Head) : ICommand<Inbox.Inbox>
{
    public const int MaxAtOnce = 200;

    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox.Inbox inbox, CommandContext context)
    {
        if (Through is null == Positions is null || Positions?.Count > MaxAtOnce) return new NotificationsNotNamed();
        if (Through is < 0 || Through > Head || Positions?.Any(p => p < 1 || p > Head) == true) return new NotificationBeyondEnd();

        if (Through is { } position) return position <= inbox.Notifications.Through ? Decision.Nothing : new NotificationsRead(position);
        List<long> unseen = [.. Positions!.Where(p => !inbox.Notifications.Has(p)).Distinct().Order()];
        return unseen.Count == 0 ? Decision.Nothing : new NotificationsRead(Positions: unseen);
    }
}

public sealed record NotificationsNotNamed() : Refusal.Invalid(
    "notification.not-named", $"Name a 'position' up to which all is read, or up to {MarkNotificationsRead.MaxAtOnce} 'ids', and not both.", "ids");

public sealed record NotificationBeyondEnd() : Refusal.Invalid(
    "notification.beyond-end", "Positions and ids are those of notifications; nothing has happened at this one yet.", "position");
