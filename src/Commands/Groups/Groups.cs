using EventChat.Commands.Names;
using EventChat.Events;
using EventChat.Events.Groups;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Groups;

/// <summary>The user groups of one workspace, as part of its state: who is in a group is decided where it is decided who is in the workspace.</summary>
public sealed class Groups
{
    /// <summary>Groups that one workspace may have at a time.</summary>
    public const int MaxGroups = 500;

    private readonly Dictionary<GroupId, Group> byId = [];
    private readonly Dictionary<string, Group> byHandle = [];
    private readonly Dictionary<GroupId, long> made = [];
    private int members;

    /// <summary>In the order of their handles.</summary>
    public IEnumerable<Group> All => byId.Values.OrderBy(static g => g.Handle, StringComparer.Ordinal);
    public int Count => byId.Count;
    public long Bytes => byId.Count * 400L + made.Count * 64L + members * 56L;

    public Group? Find(GroupId id) => byId.GetValueOrDefault(id);

    /// <param name="handle">Whatever looks like the handle.</param>
    public Group? Find(string handle) => byHandle.GetValueOrDefault(LookAlike.Of(handle));

    /// <summary>The groups that somebody is in.</summary>
    public IEnumerable<GroupId> Of(UserId user) => byId.Values.Where(g => g.Members.Contains(user)).Select(static g => g.Id);

    /// <summary>Version of the event that made this group, also where it is deleted; 0 for none.</summary>
    public long MadeAt(GroupId id) => made.GetValueOrDefault(id);

    public void Apply(DomainEvent @event, long version)
    {
        switch (@event)
        {
            case GroupCreated e:
                byHandle[LookAlike.Of(e.Handle)] = byId[e.GroupId] = new(e.GroupId, e.Handle, e.Name);
                made[e.GroupId] = version;
                break;
            case GroupChanged e when byId.TryGetValue(e.GroupId, out var changed):
                byHandle.Remove(LookAlike.Of(changed.Handle));
                (changed.Handle, changed.Name) = (e.Handle ?? changed.Handle, e.Name ?? changed.Name);
                byHandle[LookAlike.Of(changed.Handle)] = changed;
                break;
            case GroupMemberJoined e when byId.TryGetValue(e.GroupId, out var joined): members += joined.Add(e.UserId); break;
            case GroupMemberLeft e when byId.TryGetValue(e.GroupId, out var left): members -= left.Remove(e.UserId); break;
            case GroupDeleted e when byId.Remove(e.GroupId, out var deleted):
                byHandle.Remove(LookAlike.Of(deleted.Handle));
                members -= deleted.Members.Count;
                break;
            case WorkspaceMemberRemoved e:
                foreach (var group in byId.Values) members -= group.Remove(e.UserId);
                break;
        }
    }
}

public sealed class Group(GroupId id, string handle, string name)
{
    /// <summary>People whom one mention may reach.</summary>
    public const int MaxMembers = 256;

    private readonly HashSet<UserId> members = [];

    public GroupId Id => id;
    public string Handle { get; internal set; } = handle;
    public string Name { get; internal set; } = name;
    public IReadOnlySet<UserId> Members => members;

    internal int Add(UserId user) => members.Add(user) ? 1 : 0;

    internal int Remove(UserId user) => members.Remove(user) ? 1 : 0;
}
