using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Timeline;

namespace EventChat.Projections.Notifications;

/// <summary>Whom a message is told to, and when it is taken back.</summary>
internal static class Telling
{
    public static void Sent(NotificationPage page, RecordedEvent recorded, MessageSent e)
    {
        var id = recorded.Stream.Id<ChannelId>();
        if (page.Channels[id.ToString()] is not { } channel) return;

        var (mentions, isReply) = (Mentions.Of(e), e.ThreadRoot is not null && e.Broadcast != true);
        var (followers, grouped) = (Follow(page, recorded, e, mentions), NotificationGroups.People(page, mentions).ToHashSet());
        var said = new Said(recorded.Actor, channel.Kind == ChannelKind.Direct, isReply);
        foreach (var user in Hearers(page, id, channel, mentions, grouped, followers))
        {
            var rules = NotificationFold.Person(page, user).In(channel.WorkspaceId, id);
            var listener = new Listener(
                user, rules, page.Members[NotifyMember.IdOf(id, user)] is not null, mentions.Users.Contains(user), grouped.Contains(user), followers.Contains(user),
                rules.IsHeardIn(e.Text));
            if (Audience.Why(said, listener) is { } reason)
                Tell(page, recorded, user, reason, channel.WorkspaceId, id, e.Number, isReply ? e.ThreadRoot : null, quietly: rules.Muted);
        }

        if (!said.IsDirect) Broadcast(page, recorded, channel, id, e.Number, isReply ? e.ThreadRoot : null, mentions);
    }

    /// <summary>By an edit only those are told whom it calls anew; who is no longer called is told nothing any more, unless there is another reason.</summary>
    public static void Edited(NotificationPage page, RecordedEvent recorded, MessageEdited e)
    {
        var id = recorded.Stream.Id<ChannelId>();
        if (page.Channels[id.ToString()] is not { } channel) return;

        var (mentions, key) = (Mentions.Of(e), TimelineMessage.IdOf(id, e.Number));
        var (grouped, said) = (NotificationGroups.People(page, mentions).ToHashSet(), new Said(recorded.Actor, channel.Kind == ChannelKind.Direct));
        var told = page.Rows.All.Where(r => r.MessageKey == key && r.Reason != NotifyReason.Reaction).ToList();
        foreach (var row in told)
        {
            var listener = Hearing(row.UserId) with { Follows = row.ThreadRoot is { } root && page.Threads[TimelineMessage.IdOf(id, root)]?.Followers.Contains(row.UserId) == true };
            var stands = row.Reason switch
            {
                NotifyReason.Mention => listener.IsNamed,
                NotifyReason.Group => listener.InGroup && !listener.IsNamed,
                NotifyReason.Keyword => listener.HasKeyword,
                _ => true,
            };
            if (stands) continue;
            var reason = Audience.Why(said with { IsReply = row.ThreadRoot is not null }, listener);
            page.Rows[row.Id] = reason is { } other ? row with { Reason = other } : null;
        }

        // A reply that was shown in the channel too is not told apart any more; that only decides where its reader has read it.
        foreach (var user in mentions.Users.Union(grouped).Where(u => !told.Exists(r => r.UserId == u)))
            if (Audience.Why(said, Hearing(user)) is { } reason)
                Tell(page, recorded, user, reason, channel.WorkspaceId, id, e.Number, e.ThreadRoot, quietly: Hearing(user).Rules.Muted);

        Draw(page, NotificationPage.ThreadOf(id, e), mentions);
        var broadcast = page.Broadcasts.All.FirstOrDefault(b => b.MessageKey == key);
        if (broadcast is not null && !mentions.Everyone && !mentions.Here) page.Broadcasts[broadcast.Id] = null;
        if (broadcast is null && channel.Kind != ChannelKind.Direct) Broadcast(page, recorded, channel, id, e.Number, e.ThreadRoot, mentions);

        Listener Hearing(UserId user)
        {
            var rules = NotificationFold.Person(page, user).In(channel.WorkspaceId, id);
            return new(
                user, rules, page.Members[NotifyMember.IdOf(id, user)] is not null, mentions.Users.Contains(user), grouped.Contains(user), HasKeyword: rules.IsHeardIn(e.Text));
        }
    }

    public static void Reacted(NotificationPage page, RecordedEvent recorded, ReactionAdded e)
    {
        var id = recorded.Stream.Id<ChannelId>();
        if (e.Author is not { } author || page.Channels[id.ToString()] is not { } channel) return;

        var listener = new Listener(author, NotificationFold.Person(page, author).In(channel.WorkspaceId, id), page.Members[NotifyMember.IdOf(id, author)] is not null);
        if (Audience.HearsReaction(recorded.Actor, listener, channel.Kind == ChannelKind.Direct))
            Tell(page, recorded, author, NotifyReason.Reaction, channel.WorkspaceId, id, e.Number, emoji: e.Emoji);
    }

    /// <summary>The message is gone, and with it all that was told of it.</summary>
    public static void Withdraw(NotificationPage page, string messageKey)
    {
        Withdraw(page, messageKey, static _ => true);
        foreach (var broadcast in page.Broadcasts.All.Where(b => b.MessageKey == messageKey).ToList()) page.Broadcasts[broadcast.Id] = null;
    }

    public static void Withdraw(NotificationPage page, string messageKey, Func<NotificationView, bool> which)
    {
        foreach (var row in page.Rows.All.Where(r => r.MessageKey == messageKey && which(r)).ToList()) page.Rows[row.Id] = null;
    }

    public static void Tell(
        NotificationPage page, RecordedEvent recorded, UserId user, NotifyReason reason, WorkspaceId workspace, ChannelId? channel = null, int? number = null,
        int? threadRoot = null, string? emoji = null, bool quietly = false)
    {
        var (position, at) = (recorded.Position.Value, recorded.RecordedAt);
        var row = new NotificationView(
            NotificationView.IdOf(user, position), user, position, reason, recorded.Actor, at, workspace, channel, number,
            number is { } n && channel is { } c ? TimelineMessage.IdOf(c, n) : null, threadRoot, emoji, quietly || NotificationFold.Person(page, user).IsQuiet(at));
        page.Rows[row.Id] = row;
    }

    private static HashSet<UserId> Hearers(NotificationPage page, ChannelId id, NotifyChannel channel, Mentions mentions, HashSet<UserId> grouped, HashSet<UserId> followers) =>
    [
        .. mentions.Users, .. grouped, .. followers, .. channel.People ?? [],
        .. page.Members.All.Where(m => m.Hears && m.ChannelId == id).Select(static m => m.UserId),
    ];

    /// <summary>Who followed before, or began the thread, is told of the reply; who answers or is named follows from then on.</summary>
    private static HashSet<UserId> Follow(NotificationPage page, RecordedEvent recorded, MessageSent e, Mentions mentions)
    {
        if (NotificationPage.ThreadOf(recorded.Stream.Id<ChannelId>(), e) is not { } id) return [];
        var thread = page.Threads[id] ?? new(id, []);
        var told = e.RootAuthor is { } starter ? thread.Drawing([starter]) : thread;
        var further = told.Drawing(mentions.Users);
        if (e.ThreadRoot is not null) further = further.With(recorded.Actor, follows: true);
        if (further != thread) page.Threads[id] = further;
        return [.. told.Followers];
    }

    private static void Draw(NotificationPage page, string? id, Mentions mentions)
    {
        if (id is null || mentions.Users.Count == 0) return;
        var thread = page.Threads[id] ?? new(id, []);
        if (thread.Drawing(mentions.Users) is var further && further != thread) page.Threads[id] = further;
    }

    private static void Broadcast(
        NotificationPage page, RecordedEvent recorded, NotifyChannel channel, ChannelId id, int number, int? threadRoot, Mentions mentions)
    {
        if (!mentions.Everyone && !mentions.Here) return;
        var active = mentions.Everyone ? null : page.Activity.All.Where(a => Audience.IsActive(a.Minute, recorded.RecordedAt))
            .Select(static a => Id.Parse<UserId>(a.Id)).Where(u => u != recorded.Actor && page.Members[NotifyMember.IdOf(id, u)] is not null)
            .OrderBy(static u => u.Value).ToList();
        if (active?.Count == 0) return;
        var row = new BroadcastView(
            BroadcastView.IdOf(id, recorded.Position.Value), id, channel.WorkspaceId, number, TimelineMessage.IdOf(id, number), recorded.Position.Value, recorded.Actor,
            recorded.RecordedAt, threadRoot, active);
        page.Broadcasts[row.Id] = row;
    }
}
