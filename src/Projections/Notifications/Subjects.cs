using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Notifications;
using EventChat.Projections.Running;

namespace EventChat.Projections.Notifications;

/// <summary>What a person has chosen, for the decision who is told.</summary>
/// <param name="Rules">Of each place for which there are some.</param>
public sealed record NotifyPerson(
    string Id, IReadOnlyList<NotificationRulesChanged>? Rules = null, TimeOnly? QuietFrom = null, TimeOnly? QuietTo = null, string? TimeZone = null) : IView
{
    public EffectiveRules In(WorkspaceId workspace, ChannelId channel) => EffectiveRules.Of(Rules ?? [], workspace, channel);

    public bool IsQuiet(DateTimeOffset at) => QuietHours.IsQuiet(QuietFrom, QuietTo, TimeZone, at);

    public NotifyPerson With(NotificationRulesChanged e) => this with
    {
        Rules = [.. (Rules ?? []).Where(r => (r.WorkspaceId, r.ChannelId) != (e.WorkspaceId, e.ChannelId)), .. IsChoice(e) ? [e] : Array.Empty<NotificationRulesChanged>()],
    };

    private static bool IsChoice(NotificationRulesChanged e) => e.Level is not null || e.Muted is not null || e.Keywords is not null;
}

/// <summary>One person in one channel.</summary>
/// <param name="Position">Of the event that brought them in: what was said to everybody before is not for them.</param>
/// <param name="Hears">Whether messages that do not name them may be for them.</param>
/// <param name="ReadTo">Number of the last message that they have read.</param>
public sealed record NotifyMember(string Id, ChannelId ChannelId, UserId UserId, long Position, bool Hears = false, int ReadTo = 0) : IView
{
    public static string IdOf(ChannelId channel, UserId user) => $"{channel}:{user}";
}

/// <param name="People">Who is in it, of a direct message.</param>
public sealed record NotifyChannel(string Id, WorkspaceId WorkspaceId, ChannelKind Kind, IReadOnlyList<UserId>? People = null) : IView;

/// <summary>People who are mentioned together.</summary>
public sealed record NotifyGroup(string Id, WorkspaceId WorkspaceId, IReadOnlyList<UserId> People) : IView;

/// <summary>Who is told of further replies. The same people follow as where it is counted what is unread: see <see cref="Inbox.FollowView"/>.</summary>
/// <param name="Left">They said that they do not follow it, and have not answered since.</param>
/// <param name="Read">How far those who have marked it have read it.</param>
public sealed record NotifyThread(
    string Id, IReadOnlyList<UserId> Followers, IReadOnlyList<UserId>? Left = null, IReadOnlyDictionary<UserId, int>? Read = null) : IView
{
    /// <summary>By their own word or answer.</summary>
    public NotifyThread With(UserId user, bool follows)
    {
        var hasLeft = Left?.Contains(user) == true;
        if (Followers.Contains(user) == follows && hasLeft != follows) return this;
        List<UserId> left = [.. (Left ?? []).Where(u => u != user), .. follows ? (UserId[])[] : [user]];
        return this with { Followers = [.. Followers.Where(u => u != user), .. follows ? (UserId[])[user] : []], Left = left.Count > 0 ? left : null };
    }

    /// <summary>By what somebody else said.</summary>
    public NotifyThread Drawing(IEnumerable<UserId> people)
    {
        var drawn = people.Except(Followers).Except(Left ?? []).ToList();
        return drawn.Count > 0 ? this with { Followers = [.. Followers, .. drawn] } : this;
    }

    public NotifyThread ReadBy(UserId user, int number) => this with { Read = new SortedDictionary<UserId, int>(Read?.ToDictionary() ?? [], ById) { [user] = number } };

    private static readonly IComparer<UserId> ById = Comparer<UserId>.Create(static (a, b) => a.Value.CompareTo(b.Value));
}

/// <summary>What has yet to be mailed to a person. It is no part of the read model: a rebuild mails nothing a second time.</summary>
/// <param name="Since">Position of the first notification that was not looked at for mailing yet; null where there is none.</param>
/// <param name="LeasedUntil">A server is at it.</param>
public sealed record NotifyDigest(string Id, long? Since = null, DateTimeOffset? SentAt = null, DateTimeOffset? LeasedUntil = null) : IView;

/// <summary>When a person was last seen to do something, to the minute.</summary>
/// <param name="Minute">Since 1970.</param>
public sealed record NotifyActivity(string Id, int Minute) : IView;
