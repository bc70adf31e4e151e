using System.Collections.Concurrent;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Messages;

/// <summary>
/// Finds who and what a text mentions, once, when it is sent or edited; whoever writes a message asks this first and puts the answer into the command. Names mean
/// what they mean at the head of the log: <c>@name</c> a user group, or else somebody who is in the workspace now and has not closed their account, in the channel or not; <c>#name</c> a public channel that the author
/// may know of, or the channel itself. Everything else stays plain text, and so does what stands in code, quotes and addresses, <c>@channel</c>, <c>@here</c> and groups of a guest, and all
/// beyond the first 200 different names and 2,000 entities.
/// </summary>
public sealed class MessageEntities(CommandHandler commands)
{
    /// <summary>Different names that are looked up for one message: the log is asked for each.</summary>
    public const int MaxNames = 200;

    public const int MaxEntities = 2_000;

    private const int MaxKept = 100_000;

    /// <summary>Usernames never change and never pass to others, so what was found once stays so.</summary>
    private readonly ConcurrentDictionary<string, UserId> usernames = new(StringComparer.Ordinal);

    /// <returns>Null where the text mentions nothing: at the cost of a scan where it has no sign of it.</returns>
    /// <exception cref="LogUnavailableException">The log cannot be reached, so nobody knows who is meant.</exception>
    public ValueTask<TextEntities?> In(string text, ChannelId channel, UserId author, CancellationToken ct) =>
        !MessageText.IsTooLong(text) && TextMarks.MayBeIn(text) && TextMarks.In(text) is { Count: > 0 } marks
            ? new(Resolve(marks, channel, author, ct))
            : default;

    private async Task<TextEntities?> Resolve(List<TextMark> marks, ChannelId channel, UserId author, CancellationToken ct)
    {
        var named = marks.Exists(static m => m.Sign != TextMark.Link) && await Ask(channel, author, ct) is { } place
            ? await Meanings(marks, place, ct)
            : [];
        List<TextEntity> entities = [];
        var through = 0;
        foreach (var mark in marks)
        {
            if (entities.Count == MaxEntities) break;
            if (mark.Offset < through || EntityOf(mark, named) is not { } entity) continue;
            entities.Add(entity);
            through = entity.Offset + entity.Length;
        }

        return entities.Count == 0 ? null : [.. entities];
    }

    private static TextEntity? EntityOf(TextMark mark, Dictionary<string, TextEntity> named)
    {
        if (mark.Sign == TextMark.Link) return new(EntityKind.Link, mark.Offset, mark.Name.Length);
        foreach (var name in mark.Names())
            if (named.TryGetValue(Key(mark.Sign, name), out var meaning)) return meaning with { Offset = mark.Offset, Length = 1 + name.Length };
        return null;
    }

    /// <summary>What each name means, by sign and name in small letters; those that mean nothing are left out.</summary>
    private async Task<Dictionary<string, TextEntity>> Meanings(List<TextMark> marks, Place place, CancellationToken ct)
    {
        var names = marks.Where(static m => m.Sign != TextMark.Link).SelectMany(static m => m.Names().Select(name => Key(m.Sign, name))).Distinct().Take(MaxNames).ToList();
        Dictionary<string, TextEntity> named = [];
        List<string> people = [];
        foreach (var name in names)
        {
            if (name[0] == TextMark.Hash) continue;
            if (ReservedNames.Find(name[1..]) is not { } kind) people.Add(name);
            else if (place.Role >= WorkspaceRole.Member) named[name] = new(kind, 0, 0);
        }

        foreach (var (name, group) in await Groups(people, place, ct))
        {
            people.Remove(name);
            if (place.Role >= WorkspaceRole.Member) named[name] = new(EntityKind.Group, 0, 0, GroupId: group);
        }

        foreach (var (name, user) in await People(people, place, ct)) named[name] = new(EntityKind.User, 0, 0, UserId: user);
        foreach (var found in await Task.WhenAll(names.Where(static n => n[0] == TextMark.Hash).Select(name => Channel(name, place, ct))))
            if (found is { } channel) named[channel.Name] = new(EntityKind.Channel, 0, 0, ChannelId: channel.Id);
        return named;
    }

    private Task<List<(string Name, GroupId Group)>> Groups(List<string> names, Place place, CancellationToken ct) => names.Count == 0
        ? Task.FromResult<List<(string, GroupId)>>([])
        : commands.Ask<Workspace, List<(string, GroupId)>>(
            StreamName.For(place.Workspace),
            (w, _) => [.. names.Select(name => (name, w.Groups.Find(name[1..])?.Id)).Where(static n => n.Id is not null).Select(static n => (n.name, n.Id!.Value))], ct);

    private async Task<List<(string Name, UserId User)>> People(List<string> names, Place place, CancellationToken ct)
    {
        var owners = await Task.WhenAll(names.Select(async name => (Name: name, User: await Owner(name[1..], ct))));
        List<(string Name, UserId User)> known = [.. owners.Where(static o => o.User is not null).Select(static o => (o.Name, o.User!.Value))];
        if (known.Count == 0) return known;

        var members = await commands.Ask<Workspace, HashSet<UserId>>(
            StreamName.For(place.Workspace), (w, _) => [.. known.Select(static k => k.User).Where(u => w.RoleOf(u) is not null)], ct);
        var closed = await Task.WhenAll(members.Select(async user => (
            User: user, IsClosed: await commands.Ask<User, bool>(StreamName.For(user), static (u, _) => u.IsDeactivated, ct))));
        members.ExceptWith(closed.Where(static c => c.IsClosed).Select(static c => c.User));
        return [.. known.Where(k => members.Contains(k.User))];
    }

    private async Task<UserId?> Owner(string name, CancellationToken ct)
    {
        var folded = LookAlike.Of(name);
        if (usernames.TryGetValue(folded, out var known)) return known;
        var owner = await commands.Ask<NameReservation, string?>(NameReservation.StreamOf(NameKinds.Usernames, folded), static (taken, _) => taken.Owner, ct);
        if (!Id.TryParse<UserId>(owner, out var user) || !await commands.Ask<User, bool>(StreamName.For(user), static (u, _) => u.Exists, ct)) return null;
        if (usernames.Count > MaxKept) usernames.Clear();
        return usernames[folded] = user;
    }

    private async Task<(string Name, ChannelId Id)?> Channel(string name, Place place, CancellationToken ct)
    {
        if (place.Name.Equals(NormalForm.Of(name[1..]), StringComparison.OrdinalIgnoreCase)) return (name, place.Channel);
        var owner = await commands.Ask<NameReservation, string?>(
            NameReservation.StreamOf(NameKinds.ChannelsOf(place.Workspace), name[1..]), static (taken, _) => taken.Owner, ct);
        return Id.TryParse<ChannelId>(owner, out var id)
            && await commands.Ask<Channel, bool>(StreamName.For(id), (c, _) => c.IsVisibleTo(new(place.Author, Role: place.Role)), ct) ? (name, id) : null;
    }

    /// <summary>Where the author writes; null where they may not, which the command then says.</summary>
    private async Task<Place?> Ask(ChannelId channel, UserId author, CancellationToken ct)
    {
        var (home, name) = await commands.Ask<Channel, (WorkspaceId?, string)>(
            StreamName.For(channel), (c, _) => (c.IsMember(author) ? c.WorkspaceId : null, c.Name), ct);
        if (home is not { } workspace) return null;
        var role = await commands.Ask<Workspace, WorkspaceRole?>(StreamName.For(workspace), (w, _) => w.RoleOf(author), ct);
        return new(workspace, channel, name, author, role);
    }

    private static string Key(char sign, string name) => sign + name.ToLowerInvariant();

    private sealed record Place(WorkspaceId Workspace, ChannelId Channel, string Name, UserId Author, WorkspaceRole? Role);
}
