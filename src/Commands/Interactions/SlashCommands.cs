using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Interactions;
using EventChat.Events.Store;

namespace EventChat.Commands.Interactions;

/// <summary>The commands that a workspace's apps answer to, as part of its state.</summary>
public sealed class SlashCommands
{
    /// <summary>Of one workspace.</summary>
    public const int Most = 200;

    private readonly Dictionary<string, SlashCommandSet> byName = new(StringComparer.Ordinal);

    public long Bytes => byName.Count * 400L;
    public int Count => byName.Count;

    /// <summary>By name.</summary>
    public IEnumerable<SlashCommandSet> All => byName.Values.OrderBy(static c => c.Name, StringComparer.Ordinal);

    public SlashCommandSet? Find(string name) => byName.GetValueOrDefault(name);

    public void Apply(DomainEvent @event)
    {
        switch (@event)
        {
            case SlashCommandSet e: byName[e.Name] = e; break;
            case SlashCommandRemoved e: byName.Remove(e.Name); break;
        }
    }
}

/// <summary>By an admin, or by the app's own bot. The same again changes nothing.</summary>
/// <param name="Name">Without the slash.</param>
public sealed record SetSlashCommand(WorkspaceId WorkspaceId, AppId AppId, string Name, string Url, string Description, string? Usage) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesWiring(WorkspaceId, AppId, context) is { } refusal) return refusal;
        if (workspace.Apps.Find(AppId) is null) return new AppNotFound(AppId);
        var known = workspace.SlashCommands.Find(Name);
        if (known is not null && known.AppId != AppId) return new SlashCommandTaken(Name);
        if (known is null && workspace.SlashCommands.Count >= SlashCommands.Most) return new TooManySlashCommands();

        var set = new SlashCommandSet(AppId, Name, Url, Description, Usage);
        return set == known ? Decision.Nothing : set;
    }
}

/// <summary>Removing twice changes nothing.</summary>
public sealed record RemoveSlashCommand(WorkspaceId WorkspaceId, AppId AppId, string Name) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesWiring(WorkspaceId, AppId, context) is { } refusal) return refusal;
        if (workspace.Apps.Find(AppId) is null) return new AppNotFound(AppId);
        return workspace.SlashCommands.Find(Name)?.AppId == AppId ? new SlashCommandRemoved(AppId, Name) : Decision.Nothing;
    }
}

public sealed record SlashCommandTaken(string Name) : Refusal.Conflict("slash-command.taken", $"Another app answers to /{Name}.");

public sealed record SlashCommandNotFound(string Name) : Refusal.NotFound("slash-command.not-found", $"Nobody here answers to /{Name}.");

public sealed record TooManySlashCommands() : Refusal.Conflict("slash-command.too-many", $"A workspace has at most {SlashCommands.Most} commands; remove one first.");
