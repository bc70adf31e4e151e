using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Projections.Inbox;

/// <summary>Holds the counts that people are shown against a recount of the log, each at the very position that it was shown for; a server may run meanwhile.</summary>
public sealed class CountCheck(IEventStore events, UnreadQueries unread)
{
    /// <param name="Shown">Null where a channel is missing.</param>
    /// <param name="Counted">Null where a channel is shown that the person is not in.</param>
    public sealed record Difference(UserId Person, Counted? Shown, Counted? Counted);

    /// <param name="name">A username or an id; null for everybody.</param>
    /// <returns>How many people were found, and what is wrong.</returns>
    public async Task<(int People, IReadOnlyList<Difference> Wrong)> Run(string? name, CancellationToken ct)
    {
        List<(UserId Person, Position Through, List<UnreadQueries.Unread> Shown)> shown = [];
        var (people, groups) = await People(name, ct);
        foreach (var person in people)
        {
            var (through, channels) = await unread.Of(person, groups.Of(person), ct);
            shown.Add((person, through, channels));
        }

        var (recount, next) = (new Recount(), 0);
        List<Difference> wrong = [];
        await foreach (var e in events.ReadAll(Position.Start, ct))
        {
            for (; next < shown.Count && shown[next].Through < e.Position; next++) Compare(next);
            if (next == shown.Count) break;
            recount.Take(e);
        }

        for (; next < shown.Count; next++) Compare(next);
        return (shown.Count, wrong);

        void Compare(int index) => wrong.AddRange(Differences(shown[index].Person, shown[index].Shown, recount.Of(shown[index].Person, groups.Of(shown[index].Person))));
    }

    private static IEnumerable<Difference> Differences(UserId person, List<UnreadQueries.Unread> shown, IReadOnlyList<Counted> counted)
    {
        var (left, right) = (shown.ToDictionary(static c => c.ChannelId, static c => c.Counted), counted.ToDictionary(static c => c.ChannelId));
        return from channel in left.Keys.Union(right.Keys)
               let one = left.GetValueOrDefault(channel)
               let other = right.GetValueOrDefault(channel)
               where one != other
               select new Difference(person, one, other);
    }

    /// <summary>Who ever was in a channel, from the log: somebody whose rows are all gone is found too.</summary>
    private async Task<(IReadOnlyCollection<UserId> People, GroupsOfPeople Groups)> People(string? name, CancellationToken ct)
    {
        HashSet<UserId> people = [], named = [];
        GroupsOfPeople groups = new();
        await foreach (var e in events.ReadAll(Position.Start, ct))
        {
            if (e.Stream.StartsWith(StreamName.Workspaces)) groups.Take(e);
            else if (e.Stream.StartsWith(StreamName.Channels) && e.Event is MemberJoined joined) people.Add(joined.UserId);
            else if (name is not null && e.Stream.StartsWith(StreamName.Users) && e.Event is UserRegistered user && user.Username.Equals(name, StringComparison.OrdinalIgnoreCase))
                named.Add(e.Stream.Id<UserId>());
        }

        if (name is not null && Id.TryParse<UserId>(name, out var id)) return ([id], groups);
        return (name is null ? people : named, groups);
    }
}
