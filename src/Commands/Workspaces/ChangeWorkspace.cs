using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Workspaces;

/// <summary>What is null stays as it is.</summary>
/// <param name="Icon">An https address; empty for none.</param>
/// <param name="Language">One that there are stems of; whoever makes this has looked.</param>
/// <param name="DefaultChannels">All channels that newcomers are added to from now on.</param>
public sealed record ChangeWorkspace(
    WorkspaceId WorkspaceId, string? Name = null, string? Description = null, string? Icon = null, IReadOnlySet<ChannelId>? DefaultChannels = null,
    string? Language = null)
    : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.RefusesOthersThanOwners(WorkspaceId, "change its settings", context) is { } refusal) return refusal;

        List<DomainEvent> changes = [];
        if (Name is { } name && name != workspace.Name) changes.Add(new WorkspaceRenamed(name));
        if (Description is { } description && description != workspace.Description) changes.Add(new WorkspaceDescriptionChanged(description));
        if (Icon is { } icon && icon != (workspace.Icon ?? "")) changes.Add(new WorkspaceIconChanged(icon.Length == 0 ? null : icon));
        if (Language is { } language && language != workspace.Language) changes.Add(new WorkspaceLanguageChanged(language));
        if (DefaultChannels is { } channels)
        {
            changes.AddRange(channels.Except(workspace.DefaultChannels).Select(static c => new DefaultChannelAdded(c)));
            changes.AddRange(workspace.DefaultChannels.Except(channels).Select(static c => new DefaultChannelRemoved(c)));
        }

        return Decision.Many(changes);
    }
}
