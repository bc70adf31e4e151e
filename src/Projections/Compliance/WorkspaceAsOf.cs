using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Projections.Compliance;

/// <summary>A workspace and its people as they were after the events it has taken; pure.</summary>
public sealed class WorkspaceAsOf
{
    private const string Family = "workspace.";
    private readonly Dictionary<UserId, Membership> members = [];

    /// <summary>Null before it began.</summary>
    public DateTimeOffset? CreatedAt { get; private set; }
    public string Name { get; private set; } = "";
    public string Slug { get; private set; } = "";
    public string Description { get; private set; } = "";

    /// <summary>When the period of grace ended before its deletion, where somebody wanted it deleted.</summary>
    public DateTimeOffset? DeletionDue { get; private set; }
    public bool IsDeleted { get; private set; }
    public IReadOnlyDictionary<UserId, Membership> Members => members;

    public WorkspaceRole? RoleOf(UserId user) => members.TryGetValue(user, out var member) ? member.Role : null;

    public void Take(RecordedEvent recorded)
    {
        if (!recorded.Type.StartsWith(Family, StringComparison.Ordinal)) return;
        switch (recorded.Event)
        {
            case WorkspaceCreated e: (CreatedAt, Name, Slug) = (recorded.RecordedAt, e.Name, e.Slug); break;
            case WorkspaceRenamed e: Name = e.Name; break;
            case WorkspaceDescriptionChanged e: Description = e.Description; break;
            case WorkspaceDeletionScheduled e: DeletionDue = e.Due; break;
            case WorkspaceRestored: DeletionDue = null; break;
            case WorkspaceDeleted: IsDeleted = true; break;
            case WorkspaceMemberJoined e: members[e.UserId] = new(e.Role, recorded.RecordedAt, IsOfficer: false); break;
            case WorkspaceRoleChanged e when members.TryGetValue(e.UserId, out var member): members[e.UserId] = member with { Role = e.Role }; break;
            case WorkspaceMemberRemoved e: members.Remove(e.UserId); break;
            case ComplianceOfficerGranted e when members.TryGetValue(e.UserId, out var member): members[e.UserId] = member with { IsOfficer = true }; break;
            case ComplianceOfficerRevoked e when members.TryGetValue(e.UserId, out var member): members[e.UserId] = member with { IsOfficer = false }; break;
        }
    }
}

public sealed record Membership(WorkspaceRole Role, DateTimeOffset JoinedAt, bool IsOfficer);
