using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Events.Store;

namespace EventChat.Projections.Inbox;

/// <summary>Counts what is unread message by message, from the events alone: slow, simple, and what the read models are held against.</summary>
public sealed class Recount
{
    private readonly Dictionary<ChannelId, Place> places = [];

    /// <summary>Everybody who is in a channel.</summary>
    public IReadOnlySet<UserId> People => places.Values.SelectMany(static p => p.Stays.Keys).ToHashSet();

    /// <summary>In the order of the log.</summary>
    public void Take(RecordedEvent recorded)
    {
        if (recorded.Stream.StartsWith(StreamName.Channels)) Take(Of(recorded.Stream.Id<ChannelId>()), recorded);
        else if (recorded.Stream.StartsWith(StreamName.Inboxes)) Take(recorded.Stream.Id<UserId>(), recorded.Event);
    }

    /// <param name="groups">That the person is in.</param>
    public IReadOnlyList<Counted> Of(UserId user, IReadOnlyCollection<GroupId> groups) =>
        [.. places.Where(p => p.Value.Stays.ContainsKey(user)).OrderBy(static p => p.Key.ToString(), StringComparer.Ordinal).Select(p => Count(p.Key, p.Value, user, groups))];

    private static void Take(Place place, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case MemberJoined e when place.Stays.TryAdd(e.UserId, new() { LastRead = e.After ?? 0 }):
                foreach (var follow in place.Follows.Where(f => f.Key.User == e.UserId)) follow.Value.LastRead = Math.Max(follow.Value.LastRead, e.After ?? 0);
                break;
            case MemberLeft e: place.Stays.Remove(e.UserId); break;
            case MessageSent e:
                place.Messages.Add(new(recorded.Actor, e.ThreadRoot ?? 0, e.ThreadRoot is null || e.Broadcast == true, e.Entities));
                Draw(place, recorded.Actor, e);
                break;
            case MessageEdited e:
                place.Messages[e.Number - 1] = place.Messages[e.Number - 1] with { Entities = e.Entities };
                foreach (var mentioned in e.Entities?.Users ?? []) place.Draw(mentioned, e.ThreadRoot ?? e.Number, e.ThreadRoot is null ? e.Number : e.Number - 1);
                break;
            case MessageDeleted e: place.Messages[e.Number - 1] = place.Messages[e.Number - 1] with { IsDeleted = true }; break;
        }
    }

    private static void Draw(Place place, UserId author, MessageSent e)
    {
        if (e.ThreadRoot is { } root)
        {
            var follow = place.Of(author, root);
            if (!follow.IsFollowed) (follow.IsFollowed, follow.HasLeft, follow.LastRead) = (true, false, e.Number);
            if (e.RootAuthor is { } starter) place.Draw(starter, root, root);
        }

        foreach (var mentioned in e.Entities?.Users ?? []) place.Draw(mentioned, e.ThreadRoot ?? e.Number, e.ThreadRoot is null ? e.Number : e.Number - 1);
    }

    private void Take(UserId user, DomainEvent @event)
    {
        switch (@event)
        {
            case ThreadRead e: Of(e.ChannelId).Of(user, e.ThreadRoot).LastRead = e.Number; break;
            case ThreadFollowed e when Of(e.ChannelId).Of(user, e.ThreadRoot) is { IsFollowed: false } follow:
                (follow.IsFollowed, follow.HasLeft, follow.LastRead) = (true, false, e.After);
                break;
            case ThreadUnfollowed e when Of(e.ChannelId).Of(user, e.ThreadRoot) is var follow: (follow.IsFollowed, follow.HasLeft) = (false, true); break;
            case ChannelRead e when Of(e.ChannelId).Stays.TryGetValue(user, out var stay): stay.LastRead = e.Number; break;
            case DirectHidden e when Of(e.ChannelId).Stays.TryGetValue(user, out var stay): stay.HiddenAt = e.Number; break;
            case DirectShown e when Of(e.ChannelId).Stays.TryGetValue(user, out var stay): stay.HiddenAt = null; break;
            case AllRead e:
                foreach (var read in e.Channels)
                    if (Of(read.ChannelId).Stays.TryGetValue(user, out var stay)) stay.LastRead = read.Number;
                foreach (var read in e.Threads)
                    if (Of(read.ChannelId).Follows.TryGetValue((user, read.ThreadRoot), out var follow)) follow.LastRead = read.Number;
                break;
        }
    }

    private static Counted Count(ChannelId channel, Place place, UserId user, IReadOnlyCollection<GroupId> groups)
    {
        var (stay, unread) = (place.Stays[user], 0);
        for (var number = stay.LastRead + 1; number <= place.Messages.Count; number++)
            if (place.Messages[number - 1] is { IsDeleted: false, IsShown: true } message && message.Author != user) unread++;
        return new(channel, stay.LastRead, unread, stay.HiddenAt >= place.Messages.Count, Threads(place, user), Mentions(place, user, groups));
    }

    private static Mention[] Mentions(Place place, UserId user, IReadOnlyCollection<GroupId> groups)
    {
        var first = place.Follows.Where(f => f.Key.User == user && f.Value.IsFollowed).Select(static f => f.Value.LastRead).Append(place.Stays[user].LastRead).Min();
        List<Mention> mentions = [];
        for (var number = first + 1; number <= place.Messages.Count; number++)
        {
            if (place.Messages[number - 1] is not { IsDeleted: false, Entities: { } entities } message || message.Author == user) continue;
            if (!entities.Any(e => e.UserId == user || e.Kind is EntityKind.Everyone or EntityKind.Here || (e.GroupId is { } group && groups.Contains(group)))) continue;
            if (message.IsShown && number > place.Stays[user].LastRead) mentions.Add(new(number));
            else if (!message.IsShown && place.Follows.TryGetValue((user, message.Root), out var follow) && follow.IsFollowed && number > follow.LastRead) mentions.Add(new(number, message.Root));
        }

        return [.. mentions];
    }

    private static UnreadThread[] Threads(Place place, UserId user) =>
    [
        .. from follow in place.Follows
           where follow.Key.User == user && follow.Value.IsFollowed
           let unread = place.Messages.Skip(follow.Value.LastRead).Count(m => m.Root == follow.Key.Root && !m.IsDeleted && m.Author != user)
           where unread > 0
           orderby follow.Key.Root
           select new UnreadThread(follow.Key.Root, unread, follow.Value.LastRead),
    ];

    private Place Of(ChannelId channel)
    {
        if (!places.TryGetValue(channel, out var place)) places.Add(channel, place = new());
        return place;
    }

    private readonly record struct Message(UserId Author, int Root, bool IsShown, TextEntities? Entities, bool IsDeleted = false);

    private sealed class Follow
    {
        public bool IsFollowed { get; set; }
        public bool HasLeft { get; set; }
        public int LastRead { get; set; }
    }

    private sealed class Stay
    {
        public int LastRead { get; set; }
        public int? HiddenAt { get; set; }
    }

    private sealed class Place
    {
        public List<Message> Messages { get; } = [];
        public Dictionary<UserId, Stay> Stays { get; } = [];
        public Dictionary<(UserId User, int Root), Follow> Follows { get; } = [];

        public Follow Of(UserId user, int root)
        {
            if (!Follows.TryGetValue((user, root), out var follow)) Follows.Add((user, root), follow = new());
            return follow;
        }

        public void Draw(UserId user, int root, int read)
        {
            var follow = Of(user, root);
            if (follow is { IsFollowed: false, HasLeft: false }) (follow.IsFollowed, follow.LastRead) = (true, read);
        }
    }
}
