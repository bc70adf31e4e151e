using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Workspaces;

public sealed class Workspace : IState<Workspace>
{
    private readonly Dictionary<UserId, WorkspaceRole> members = [];

    public bool Exists { get; private set; }
    public string Name { get; private set; } = "";
    public string Slug { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public IReadOnlyDictionary<UserId, WorkspaceRole> Members => members;
    public long Bytes => 256 + members.Count * 56L;

    public static Workspace Initial() => new();

    public WorkspaceRole? RoleOf(UserId user) => members.TryGetValue(user, out var role) ? role : null;

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case WorkspaceCreated e: (Exists, Name, Slug, CreatedAt) = (true, e.Name, e.Slug, at); break;
            case WorkspaceMemberJoined e: members[e.UserId] = e.Role; break;
        }
    }
}

/// <summary>Whoever creates a workspace owns it.</summary>
public sealed record CreateWorkspace(WorkspaceId WorkspaceId, string Name, string Slug) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) => workspace.Exists
        ? Decision.AlreadyDone(1)
        : Decision.Many(new WorkspaceCreated(Name, Slug), new WorkspaceMemberJoined(context.Actor, WorkspaceRole.Owner));

    public bool Repeats(DomainEvent first) => first == new WorkspaceCreated(Name, Slug);
}

/// <param name="Exists">Whether there is such an account.</param>
public sealed record AddWorkspaceMember(WorkspaceId WorkspaceId, UserId UserId, WorkspaceRole Role, bool Exists) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RoleOf(context.Actor) is not { } own) return new WorkspaceNotFound(WorkspaceId);
        if (own < WorkspaceRole.Admin) return new Channels.AdminsOnly("add members");
        if (Role > own) return new RoleAboveOwn(Role);
        if (!Exists) return new Channels.MemberNotInWorkspace(UserId);
        if (workspace.RoleOf(UserId) is { } role) return role == Role ? Decision.Nothing : new AlreadyAMember(UserId);

        return new WorkspaceMemberJoined(UserId, Role);
    }
}

/// <summary>Also said to those who are not in it.</summary>
public sealed record WorkspaceNotFound(WorkspaceId Id) : Refusal.NotFound("workspace.not-found", $"There is no workspace {Id} that you can see.");

public sealed record RoleAboveOwn(WorkspaceRole Role) : Refusal.Forbidden("role.above-own", $"Only an owner may make somebody {Role.ToString().ToLowerInvariant()}.");

public sealed record AlreadyAMember(UserId User) : Refusal.Conflict("workspace.already-a-member", $"{User} is in this workspace with another role.");

public sealed record SlugTaken(string Slug) : Refusal.Conflict("workspace.slug-taken", $"There is a workspace at '{Slug}' already.");
