using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Groups;
using EventChat.Events.Inbox;
using EventChat.Events.Notifications;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Running;
using EventChat.Projections.Timeline;
using Marten;

namespace EventChat.Projections.Notifications;

/// <summary>Everything that a page of events may ask for or change.</summary>
internal sealed class NotificationPage(NotificationTables tables)
{
    public DocumentSet<NotificationView> Rows { get; } = new(tables.Rows, ViewJson.Default.NotificationView);
    public DocumentSet<BroadcastView> Broadcasts { get; } = new(tables.Broadcasts, ViewJson.Default.BroadcastView);
    public DocumentSet<NotifyPerson> People { get; } = new(tables.People, ViewJson.Default.NotifyPerson);
    public DocumentSet<NotifyMember> Members { get; } = new(tables.Members, ViewJson.Default.NotifyMember);
    public DocumentSet<NotifyChannel> Channels { get; } = new(tables.Channels, ViewJson.Default.NotifyChannel);
    public DocumentSet<NotifyGroup> Groups { get; } = new(tables.Groups, ViewJson.Default.NotifyGroup);
    public DocumentSet<NotifyThread> Threads { get; } = new(tables.Threads, ViewJson.Default.NotifyThread);
    public DocumentSet<NotifyActivity> Activity { get; } = new(tables.Activity, ViewJson.Default.NotifyActivity);

    public int Changes => Rows.Changes + Broadcasts.Changes + People.Changes + Members.Changes + Channels.Changes + Groups.Changes + Threads.Changes + Activity.Changes;

    public async Task Load(IDocumentSession session, IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        var places = events.Where(static e => e.Stream.StartsWith(StreamName.Channels)).Select(static e => new Place(e.Stream.Id<ChannelId>(), e)).ToList();
        await Channels.Load(session, places.Select(static p => p.Channel.ToString()), ct);
        await Threads.Load(session, places.Select(static p => ThreadOf(p.Channel, p.Recorded.Event)).OfType<string>(), ct);
        await Threads.Load(
            session, events.SelectMany(ThreadsOf), ct);
        await NotificationGroups.Load(this, tables, session, events, ct);
        // Whoever joins here may have been active before, and be called by an @here that follows.
        await Activity.Load(session, events.Select(static e => e.Actor).Concat(events.Select(static e => e.Event).OfType<MemberJoined>().Select(static e => e.UserId)).Select(static u => u.ToString()), ct);
        await Members.Load(session, events.SelectMany(ReadBy), ct);
        await FindChanged(session, places, ct);
        await FindListening(session, places, events, ct);
        await FindActive(session, places, ct);

        HashSet<(ChannelId Channel, UserId User)> pairs = [.. Members.All.Select(static m => (m.ChannelId, m.UserId))];
        foreach (var place in places) pairs.UnionWith(PeopleOf(place).Concat(GroupedIn(place, events)).Select(user => (place.Channel, user)));
        foreach (var row in Rows.All) pairs.Add((row.ChannelId!.Value, row.UserId));
        await Members.Load(session, pairs.Select(static p => NotifyMember.IdOf(p.Channel, p.User)), ct);
        await People.Load(session, pairs.Select(static p => p.User).Concat(events.Select(OwnerOf).OfType<UserId>()).Distinct().Select(static u => u.ToString()), ct);
        await Channels.Load(session, Members.All.Select(static m => m.ChannelId.ToString()), ct);
    }

    public void Store(IDocumentSession session)
    {
        Rows.Store(session);
        Broadcasts.Store(session);
        People.Store(session);
        Members.Store(session);
        Channels.Store(session);
        Groups.Store(session);
        Threads.Store(session);
        Activity.Store(session);
    }

    /// <summary>The thread that a message is in, or that it would begin where it names somebody, who then follows.</summary>
    public static string? ThreadOf(ChannelId channel, DomainEvent e) => e switch
    {
        MessageSent { ThreadRoot: { } root } => TimelineMessage.IdOf(channel, root),
        MessageSent { Entities.Users.Count: > 0 } sent => TimelineMessage.IdOf(channel, sent.Number),
        MessageEdited { ThreadRoot: { } root } => TimelineMessage.IdOf(channel, root),
        MessageEdited { Entities.Users.Count: > 0 } edited => TimelineMessage.IdOf(channel, edited.Number),
        _ => null,
    };

    /// <summary>What was told of messages that change.</summary>
    private async Task FindChanged(IDocumentSession session, List<Place> places, CancellationToken ct)
    {
        var keys = places.Select(static p => p.Recorded.Event switch
        {
            MessageEdited e => TimelineMessage.IdOf(p.Channel, e.Number),
            MessageDeleted e => TimelineMessage.IdOf(p.Channel, e.Number),
            ReactionRemoved e => TimelineMessage.IdOf(p.Channel, e.Number),
            _ => null,
        }).OfType<string>().Distinct().ToArray();
        if (keys.Length == 0) return;
        await Rows.Find(session, "data ->> 'messageKey' = any($1)", ct, Parameter.Of(keys));
        await Broadcasts.Find(session, "data ->> 'messageKey' = any($1)", ct, Parameter.Of(keys));
    }

    /// <summary>Members who hear more than what names them, where something is said; and every channel of those who choose anew.</summary>
    private async Task FindListening(IDocumentSession session, List<Place> places, IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        var loud = places.Where(static p => p.Recorded.Event is MessageSent).Select(static p => p.Channel.ToString()).Distinct().ToArray();
        if (loud.Length > 0) await Members.Find(session, "(data ->> 'hears') = 'true' and data -> 'channelId' = any(array(select to_jsonb(c) from unnest($1) c))", ct, Parameter.Of(loud));

        var choosing = events.Where(static e => e.Event is NotificationRulesChanged).Select(static e => e.Stream.Id<UserId>().ToString()).Distinct().ToArray();
        if (choosing.Length > 0) await Members.Find(session, "data -> 'userId' = any(array(select to_jsonb(u) from unnest($1) u))", ct, Parameter.Of(choosing));
    }

    /// <summary>For whoever says <c>@here</c>: the members who were active, and those who become it within the page.</summary>
    private async Task FindActive(IDocumentSession session, List<Place> places, CancellationToken ct)
    {
        foreach (var place in places.Where(static p => Mentions.Of(p.Recorded.Event).Here))
        {
            await Activity.Find(
                session, $"CAST(data ->> 'minute' as integer) >= $1 and exists (select from {tables.Members} m where m.id = $2 || ':' || {tables.Activity}.id)", ct,
                Parameter.Of(Audience.MinuteOf(place.Recorded.RecordedAt) - Audience.ActiveMinutes), Parameter.Of(place.Channel.ToString()));
            await Members.Load(session, Activity.All.Select(a => $"{place.Channel}:{a.Id}").Concat(places.Select(p => NotifyMember.IdOf(place.Channel, p.Recorded.Actor))), ct);
        }
    }

    /// <summary>Whom the event may be told to, or is about.</summary>
    private IEnumerable<UserId> PeopleOf(Place place)
    {
        var e = place.Recorded.Event;
        foreach (var user in Mentions.Of(e).Users) yield return user;
        if (e is MessageSent or MessageEdited)
        {
            foreach (var user in Channels[place.Channel.ToString()]?.People ?? []) yield return user;
            if (ThreadOf(place.Channel, e) is { } thread) foreach (var user in Threads[thread]?.Followers ?? []) yield return user;
        }

        if (e is MessageSent { ThreadRoot: not null }) yield return place.Recorded.Actor;
        if (e is MessageSent { RootAuthor: { } starter }) yield return starter;
        if (e is ReactionAdded { Author: { } author }) yield return author;
        if (e is MemberJoined joined) yield return joined.UserId;
        if (e is MemberLeft left) yield return left.UserId;
    }

    /// <summary>Who is in a group that it mentions, before the page or by it.</summary>
    private IEnumerable<UserId> GroupedIn(Place place, IReadOnlyList<RecordedEvent> events)
    {
        var mentions = Mentions.Of(place.Recorded.Event);
        return mentions.Groups.Count == 0 ? [] : NotificationGroups.People(this, mentions)
            .Concat(events.Select(static e => e.Event).OfType<GroupMemberJoined>().Where(e => mentions.Groups.Contains(e.GroupId)).Select(static e => e.UserId));
    }

    private static IEnumerable<string> ThreadsOf(RecordedEvent recorded) => recorded.Event switch
    {
        AllRead e => e.Threads.Select(static t => TimelineMessage.IdOf(t.ChannelId, t.ThreadRoot)),
        ThreadRead e => [TimelineMessage.IdOf(e.ChannelId, e.ThreadRoot)],
        ThreadFollowed e => [TimelineMessage.IdOf(e.ChannelId, e.ThreadRoot)],
        ThreadUnfollowed e => [TimelineMessage.IdOf(e.ChannelId, e.ThreadRoot)],
        _ => [],
    };

    private static IEnumerable<string> ReadBy(RecordedEvent recorded) => recorded.Event switch
    {
        ChannelRead e => [NotifyMember.IdOf(e.ChannelId, recorded.Stream.Id<UserId>())],
        AllRead e => e.Channels.Select(c => NotifyMember.IdOf(c.ChannelId, recorded.Stream.Id<UserId>())),
        _ => [],
    };

    private static UserId? OwnerOf(RecordedEvent e) =>
        e.Event is WorkspaceMemberJoined joined ? joined.UserId
        : e.Stream.StartsWith(StreamName.Inboxes) || e.Stream.StartsWith(StreamName.Users) ? e.Stream.Id<UserId>() : null;

    private readonly record struct Place(ChannelId Channel, RecordedEvent Recorded);
}
