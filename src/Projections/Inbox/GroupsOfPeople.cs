using EventChat.Events;
using EventChat.Events.Groups;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Projections.Inbox;

/// <summary>Who is in which user group, from the events alone.</summary>
public sealed class GroupsOfPeople
{
    private readonly Dictionary<GroupId, (StreamName Workspace, HashSet<UserId> Members)> groups = [];

    public IReadOnlyCollection<GroupId> Of(UserId user) => [.. groups.Where(g => g.Value.Members.Contains(user)).Select(static g => g.Key)];

    /// <summary>In the order of the log.</summary>
    public void Take(RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case GroupCreated e: groups[e.GroupId] = (recorded.Stream, []); break;
            case GroupMemberJoined e when groups.TryGetValue(e.GroupId, out var joined): joined.Members.Add(e.UserId); break;
            case GroupMemberLeft e when groups.TryGetValue(e.GroupId, out var left): left.Members.Remove(e.UserId); break;
            case GroupDeleted e: groups.Remove(e.GroupId); break;
            case WorkspaceMemberRemoved e:
                foreach (var (workspace, members) in groups.Values)
                    if (workspace == recorded.Stream) members.Remove(e.UserId);
                break;
        }
    }
}
