using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Compliance;

namespace EventChat.Api.Compliance;

/// <summary>Which moment is meant, and what there was then.</summary>
internal sealed class ReplayDesk(Replays replays, PlacesThen places, IEventStore store, TimeProvider clock)
{
    /// <summary>Of the members of a large channel; the access report goes through all who could see a message.</summary>
    private const int MostMembers = 1_000;

    public async Task<(Position As, Refusal? Refusal)> Moment(long? position, DateTimeOffset? at, CancellationToken ct)
    {
        if ((position is null) == (at is null)) return (default, new OneMomentPlease());
        var head = await store.ReadHead(ct);
        if (position is { } asked)
            return asked < 1 ? (default, new BeforeTheBeginning()) : asked > head.Value ? (default, new PositionNotReached(head.Value)) : (new(asked), null);
        if (at > clock.GetUtcNow()) return (default, new MomentNotReached());
        return await replays.PositionAt(at!.Value, head, ct) is { } found ? (found, null) : (default, new BeforeTheBeginning());
    }

    /// <returns>Null where the channel had not begun.</returns>
    public async Task<ReplayResource?> Channel(WorkspaceId workspace, ChannelId channel, Position through, UserId? person, int size, int before, CancellationToken ct)
    {
        var (then, items) = await replays.Channel(channel, through, size, before, person, ct);
        if (then is not { Created: { } created, Creation: { } creation }) return null;
        var home = await replays.Workspace(workspace, through, ct);
        return new(
            through.Value, null,
            new(channel, created.Kind, then.Name, then.Topic, then.Purpose, then.IsArchived, then.IsFrozen, creation.By, creation.At, then.Version, then.LastEventAt, then.LastNumber,
                then.Members.Count, [.. Few(then.Members).Select(m => new ReplayedMemberResource(m.Key, home.RoleOf(m.Key), m.Value.At))],
                [.. then.Pins.Select(static p => new ReplayedPinResource(p.Number, p.Act.By, p.Act.At))]),
            person is { } who ? await Person(who, channel, created.Kind, then, home.RoleOf(who), through, ct) : null, items, items is [.., { Number: > 1 } last] ? $"{last.Number}" : null);
    }

    /// <returns>Null where the workspace had not begun.</returns>
    public async Task<ReplayResource?> Workspace(WorkspaceId workspace, Position through, string after, int size, CancellationToken ct)
    {
        var then = await replays.Workspace(workspace, through, ct);
        if (then.CreatedAt is not { } created) return null;
        var page = await places.Of(workspace, through, after, size + 1, ct);
        var shown = page.Take(size).ToList();
        return new(
            through.Value,
            new(workspace, then.Name, then.Slug, then.Description, created, then.DeletionDue, then.IsDeleted, then.Members.Count,
                [.. Few(then.Members).Select(static m => new ReplayedMemberResource(m.Key, m.Value.Role, m.Value.JoinedAt, m.Value.IsOfficer))],
                [.. shown.Select(static p => new ReplayedPlaceResource(p.Id, p.Kind, p.Name, p.Topic, p.Purpose, p.IsArchived))]),
            null, null, [], page.Count > size ? $"{shown[^1].Id}" : null);
    }

    private async Task<ReplayedPersonResource> Person(UserId person, ChannelId channel, ChannelKind kind, ChannelAsOf then, WorkspaceRole? role, Position through, CancellationToken ct)
    {
        var canRead = then.Members.ContainsKey(person) || (kind == ChannelKind.Public && role >= WorkspaceRole.Member);
        if (!then.Members.TryGetValue(person, out var stay)) return new(person, role, IsMember: false, canRead, null, null);
        var mark = (await replays.Mark(person, channel, through, ct)).Of(stay);
        return new(person, role, IsMember: true, canRead, mark, then.Unread(mark));
    }

    private static IEnumerable<KeyValuePair<UserId, T>> Few<T>(IReadOnlyDictionary<UserId, T> people) => people.OrderBy(static p => p.Key.Value).Take(MostMembers);
}
