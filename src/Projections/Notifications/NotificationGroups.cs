using EventChat.Events;
using EventChat.Events.Groups;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using Marten;

namespace EventChat.Projections.Notifications;

/// <summary>Who is in which user group at the very event, for the messages that mention one.</summary>
internal static class NotificationGroups
{
    /// <summary>The groups that a page mentions or changes, and all of whoever is removed from a workspace.</summary>
    public static async Task Load(NotificationPage page, NotificationTables tables, IDocumentSession session, IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        await page.Groups.Load(session, events.SelectMany(static e => Named(e.Event)).Select(static g => g.ToString()), ct);
        var left = events.Where(static e => e.Event is WorkspaceMemberRemoved).Select(static e => e.Stream.Id<WorkspaceId>().ToString()).Distinct().ToArray();
        if (left.Length > 0) await page.Groups.Find(session, $"{tables.Groups}.data -> 'workspaceId' = any(array(select to_jsonb(w) from unnest($1) w))", ct, Parameter.Of(left));
    }

    public static void Take(NotificationPage page, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case GroupCreated e: page.Groups[e.GroupId.ToString()] = new(e.GroupId.ToString(), recorded.Stream.Id<WorkspaceId>(), []); break;
            case GroupMemberJoined e: Change(page, e.GroupId.ToString(), people => people.Contains(e.UserId) ? people : [.. people, e.UserId]); break;
            case GroupMemberLeft e: Change(page, e.GroupId.ToString(), people => [.. people.Where(u => u != e.UserId)]); break;
            case GroupDeleted e: page.Groups[e.GroupId.ToString()] = null; break;
            case WorkspaceMemberRemoved e:
                foreach (var group in page.Groups.All.Where(g => g.WorkspaceId == recorded.Stream.Id<WorkspaceId>() && g.People.Contains(e.UserId)).ToList())
                    Change(page, group.Id, people => [.. people.Where(u => u != e.UserId)]);
                break;
        }
    }

    /// <summary>Everybody whom the groups hold at this moment, in the channel or not.</summary>
    public static IEnumerable<UserId> People(NotificationPage page, Mentions mentions) =>
        mentions.Groups.SelectMany(group => page.Groups[group.ToString()]?.People ?? []);

    private static IEnumerable<GroupId> Named(DomainEvent e) => e switch
    {
        GroupMemberJoined joined => [joined.GroupId],
        GroupMemberLeft left => [left.GroupId],
        _ => Mentions.Of(e).Groups,
    };

    private static void Change(NotificationPage page, string id, Func<IReadOnlyList<UserId>, IReadOnlyList<UserId>> change)
    {
        if (page.Groups[id] is { } group) page.Groups[id] = group with { People = change(group.People) };
    }
}
