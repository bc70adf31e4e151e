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

    public IReadOnlyList<Counted> Of(UserId user) =>
        [.. places.Where(p => p.Value.Stays.ContainsKey(user)).OrderBy(static p => p.Key.ToString(), StringComparer.Ordinal).Select(p => Count(p.Key, p.Value, user))];

    private static void Take(Place place, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case MemberJoined e: place.Stays.TryAdd(e.UserId, new() { LastRead = e.After ?? 0 }); break;
            case MemberLeft e: place.Stays.Remove(e.UserId); break;
            case MessageSent e: place.Messages.Add(new(recorded.Actor, e.ThreadRoot is null || e.Broadcast == true)); break;
            case MessageDeleted e: place.Messages[e.Number - 1] = place.Messages[e.Number - 1] with { IsDeleted = true }; break;
        }
    }

    private void Take(UserId user, DomainEvent @event)
    {
        switch (@event)
        {
            case ChannelRead e when Of(e.ChannelId).Stays.TryGetValue(user, out var stay): stay.LastRead = e.Number; break;
            case DirectHidden e when Of(e.ChannelId).Stays.TryGetValue(user, out var stay): stay.HiddenAt = e.Number; break;
            case DirectShown e when Of(e.ChannelId).Stays.TryGetValue(user, out var stay): stay.HiddenAt = null; break;
            case AllRead e:
                foreach (var read in e.Channels)
                    if (Of(read.ChannelId).Stays.TryGetValue(user, out var stay)) stay.LastRead = read.Number;
                break;
        }
    }

    private static Counted Count(ChannelId channel, Place place, UserId user)
    {
        var (stay, unread) = (place.Stays[user], 0);
        for (var number = stay.LastRead + 1; number <= place.Messages.Count; number++)
            if (place.Messages[number - 1] is { IsDeleted: false, IsShown: true } message && message.Author != user) unread++;
        return new(channel, stay.LastRead, unread, stay.HiddenAt >= place.Messages.Count);
    }

    private Place Of(ChannelId channel)
    {
        if (!places.TryGetValue(channel, out var place)) places.Add(channel, place = new());
        return place;
    }

    private readonly record struct Message(UserId Author, bool IsShown, bool IsDeleted = false);

    private sealed class Stay
    {
        public int LastRead { get; set; }
        public int? HiddenAt { get; set; }
    }

    private sealed class Place
    {
        public List<Message> Messages { get; } = [];
        public Dictionary<UserId, Stay> Stays { get; } = [];
    }
}

/// <summary>What a channel comes to for a person, however it was counted.</summary>
public sealed record Counted(ChannelId ChannelId, int LastRead, int Unread, bool IsHidden);
