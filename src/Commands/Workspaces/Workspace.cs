using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Audit;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Workspaces;

public sealed class Workspace : IState<Workspace>
{
    private readonly Dictionary<UserId, WorkspaceRole> members = [];
    private readonly Dictionary<UserId, long> gone = [];
    private readonly HashSet<UserId> officers = [];
    private readonly HashSet<ChannelId> defaultChannels = [];

    public bool Exists { get; private set; }
    public string Name { get; private set; } = "";
    public string Slug { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public string Description { get; private set; } = "";
    public string? Icon { get; private set; }
    public string Language { get; private set; } = WorkspaceLanguageChanged.First;

    /// <summary>When the period of grace before its deletion ends; null where nobody wants it deleted.</summary>
    public DateTimeOffset? DeletionDue { get; private set; }
    public bool IsDeleted { get; private set; }
    public IReadOnlyDictionary<UserId, WorkspaceRole> Members => members;
    public Invites.Invites Invites { get; } = new();
    public Groups.Groups Groups { get; } = new();
    public Emoji.CustomEmoji Emoji { get; } = new();
    public Apps.Apps Apps { get; } = new();
    public Hooks.Hooks Hooks { get; } = new();
    public Subscriptions.Subscriptions Subscriptions { get; } = new();
    public Interactions.SlashCommands SlashCommands { get; } = new();
    public Audit.AccessRefusals Refused { get; } = new();
    public IReadOnlySet<ChannelId> DefaultChannels => defaultChannels;
    public int Owners => members.Values.Count(static role => role == WorkspaceRole.Owner);
    public long Bytes => 256 + (members.Count + gone.Count + officers.Count + defaultChannels.Count) * 56L + Invites.Bytes + Groups.Bytes + Emoji.Bytes + Apps.Bytes + Hooks.Bytes + Subscriptions.Bytes + SlashCommands.Bytes + Refused.Bytes;

    public static Workspace Initial() => new();

    public WorkspaceRole? RoleOf(UserId user) => members.TryGetValue(user, out var role) ? role : null;

    /// <summary>Version of the event that removed somebody who has not come back; 0 for everybody else.</summary>
    public long RemovedAt(UserId user) => gone.GetValueOrDefault(user);

    /// <summary>Whether somebody is the bot of an app or of a hook, or was.</summary>
    public bool IsBot(UserId user) => Apps.OfBot(user) is not null || Hooks.HasBot(user);

    public bool IsOfficer(UserId user) => officers.Contains(user);

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case WorkspaceCreated e: (Exists, Name, Slug, CreatedAt) = (true, e.Name, e.Slug, at); break;
            case WorkspaceMemberJoined e: members[e.UserId] = e.Role; gone.Remove(e.UserId); break;
            case WorkspaceRoleChanged e: members[e.UserId] = e.Role; break;
            case WorkspaceMemberRemoved e: Remove(e.UserId, version); Groups.Apply(e, version); break;
            case ComplianceOfficerGranted e: officers.Add(e.UserId); break;
            case ComplianceOfficerRevoked e: officers.Remove(e.UserId); break;
            case WorkspaceRenamed e: Name = e.Name; break;
            case WorkspaceDescriptionChanged e: Description = e.Description; break;
            case WorkspaceIconChanged e: Icon = e.Icon; break;
            case WorkspaceLanguageChanged e: Language = e.Language; break;
            case DefaultChannelAdded e: defaultChannels.Add(e.ChannelId); break;
            case DefaultChannelRemoved e: defaultChannels.Remove(e.ChannelId); break;
            case WorkspaceDeletionScheduled e: DeletionDue = e.Due; break;
            case WorkspaceRestored: DeletionDue = null; break;
            case WorkspaceDeleted: IsDeleted = true; break;
            case WorkspaceAccessRefused e: Refused.Apply(actor, e.Action, at); break;
            default:
                Invites.Apply(@event, actor, version, at);
                Groups.Apply(@event, version);
                Emoji.Apply(@event, actor, version);
                Apps.Apply(@event, actor, version, at);
                Hooks.Apply(@event, actor, version, at);
                Subscriptions.Apply(@event, actor, version, at);
                SlashCommands.Apply(@event);
                break;
        }
    }

    private void Remove(UserId user, long version)
    {
        members.Remove(user);
        officers.Remove(user);
        gone[user] = version;
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
/// <param name="IsBot">Whether it is that of an app or a hook: a bot is in one workspace alone, and comes and goes with what it is the bot of.</param>
public sealed record AddWorkspaceMember(WorkspaceId WorkspaceId, UserId UserId, WorkspaceRole Role, bool Exists, bool IsBot = false) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.Refuses(WorkspaceId, context) is { } refusal) return refusal;
        var own = workspace.RoleOf(context.Actor);
        if (own < WorkspaceRole.Admin) return new Channels.AdminsOnly("add members");
        if (Role > own) return new RoleAboveOwn(Role);
        if (!Exists) return new Channels.MemberNotInWorkspace(UserId);
        if (IsBot) return new BotOfAnApp(UserId);
        if (workspace.RoleOf(UserId) is { } role) return role == Role ? Decision.Nothing : new AlreadyAMember(UserId);

        return new WorkspaceMemberJoined(UserId, Role);
    }
}

/// <summary>Also said to those who are not in it.</summary>
public sealed record WorkspaceNotFound(WorkspaceId Id) : Refusal.NotFound("workspace.not-found", $"There is no workspace {Id} that you can see.");

public sealed record RoleAboveOwn(WorkspaceRole Role) : Refusal.Forbidden("role.above-own", $"Only an owner may make somebody {Role.ToString().ToLowerInvariant()}.");

public sealed record AlreadyAMember(UserId User) : Refusal.Conflict("workspace.already-a-member", $"{User} is in this workspace with another role.");

public sealed record SlugTaken(string Slug) : Refusal.Conflict("workspace.slug-taken", $"There is a workspace at '{Slug}' already.");
