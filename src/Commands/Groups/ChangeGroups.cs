using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Groups;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Groups;

/// <summary>A group without anybody in it.</summary>
/// <param name="IsSomebody">Whether an account has a username that looks like the handle.</param>
public sealed record CreateGroup(WorkspaceId WorkspaceId, GroupId GroupId, string Handle, string Name, bool IsSomebody = false) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesGroups(WorkspaceId, context) is { } refusal) return refusal;
        if (workspace.Groups.MadeAt(GroupId) is > 0 and var version) return Decision.AlreadyDone(version);
        if (workspace.Groups.Count >= Groups.MaxGroups) return new TooManyGroups();
        if (workspace.TakesHandle(Handle, GroupId, IsSomebody) is { } taken) return taken;

        return new GroupCreated(GroupId, Handle, Name);
    }

    public bool Repeats(DomainEvent first) => first == new GroupCreated(GroupId, Handle, Name);
}

/// <summary>What is null stays as it is.</summary>
/// <param name="IsSomebody">Whether an account has a username that looks like the handle.</param>
public sealed record ChangeGroup(WorkspaceId WorkspaceId, GroupId GroupId, string? Handle = null, string? Name = null, bool IsSomebody = false) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesGroups(WorkspaceId, context) is { } refusal) return refusal;
        if (workspace.Groups.Find(GroupId) is not { } group) return new GroupNotFound(GroupId);
        var (handle, name) = (Handle == group.Handle ? null : Handle, Name == group.Name ? null : Name);
        if (handle is null && name is null) return Decision.Nothing;
        if (handle is not null && workspace.TakesHandle(handle, GroupId, IsSomebody) is { } taken) return taken;

        return new GroupChanged(GroupId, handle, name);
    }
}

public sealed record DeleteGroup(WorkspaceId WorkspaceId, GroupId GroupId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        workspace.RefusesGroups(WorkspaceId, context) is { } refusal ? refusal
        : workspace.Groups.Find(GroupId) is not null ? new GroupDeleted(GroupId)
        : workspace.Groups.MadeAt(GroupId) > 0 ? Decision.Nothing
        : new GroupNotFound(GroupId);
}

public sealed record AddGroupMember(WorkspaceId WorkspaceId, GroupId GroupId, UserId UserId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesGroups(WorkspaceId, context) is { } refusal) return refusal;
        if (workspace.Groups.Find(GroupId) is not { } group) return new GroupNotFound(GroupId);
        if (workspace.RoleOf(UserId) is null) return new MemberNotInWorkspace(UserId);
        if (group.Members.Contains(UserId)) return Decision.Nothing;
        if (group.Members.Count >= Group.MaxMembers) return new GroupIsFull(GroupId);

        return new GroupMemberJoined(GroupId, UserId);
    }
}

public sealed record RemoveGroupMember(WorkspaceId WorkspaceId, GroupId GroupId, UserId UserId) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        workspace.RefusesGroups(WorkspaceId, context) is { } refusal ? refusal
        : workspace.Groups.Find(GroupId) is not { } group ? new GroupNotFound(GroupId)
        : group.Members.Contains(UserId) ? new GroupMemberLeft(GroupId, UserId)
        : Decision.Nothing;
}

/// <summary>Rules that several decisions share.</summary>
internal static class GroupRules
{
    extension(Workspace workspace)
    {
        public Refusal? RefusesGroups(WorkspaceId id, CommandContext context) =>
            workspace.Refuses(id, context) ?? (workspace.RoleOf(context.Actor) < WorkspaceRole.Admin ? new AdminsOnly("make and change groups") : null);

        /// <summary>A name behind an <c>@</c> means one thing: a word that is reserved, a person, or a group.</summary>
        public Refusal? TakesHandle(string handle, GroupId id, bool isSomebody) =>
            isSomebody || ReservedNames.Find(handle) is not null || (workspace.Groups.Find(handle) is { } other && other.Id != id) ? new HandleTaken(handle) : null;
    }
}

public sealed record GroupNotFound(GroupId Id) : Refusal.NotFound("group.not-found", $"There is no group {Id} in this workspace.");

public sealed record HandleTaken(string Handle) : Refusal.Conflict("group.handle-taken", $"'@{Handle}', or what looks like it, means somebody or something else already.");

public sealed record TooManyGroups() : Refusal.Conflict("group.too-many", $"A workspace has at most {Groups.MaxGroups} groups.");

public sealed record GroupIsFull(GroupId Id) : Refusal.Conflict("group.full", $"A group has at most {Group.MaxMembers} people.");
