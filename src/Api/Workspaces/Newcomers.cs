using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Api.Workspaces;

/// <summary>Adds those who have just joined a workspace to its default channels; guests are only where somebody put them.</summary>
internal sealed class Newcomers(CommandHandler commands, Departures departures)
{
    public const int MaxDefaultChannels = 20;

    public async Task Welcome(WorkspaceId workspace, UserId user, WorkspaceRole role, CancellationToken ct)
    {
        if (role == WorkspaceRole.Guest) return;
        var channels = await commands.Ask<Workspace, ChannelId[]>(StreamName.For(workspace), static (w, _) => [.. w.DefaultChannels], ct);
        foreach (var channel in channels)
        {
            // One that was archived since takes nobody, and that is fine.
            var added = await commands.Handle(new AddMember(channel, user, IsInWorkspace: true), Caller.System, ct);
            await departures.TakesBack(channel, user, added, ct);
        }
    }

    /// <summary>Default channels are open ones of the same workspace.</summary>
    public async Task<Refusal?> Refuses(WorkspaceId workspace, IReadOnlyCollection<ChannelId> channels, CancellationToken ct)
    {
        if (channels.Count > MaxDefaultChannels) return new TooManyDefaultChannels();
        foreach (var id in channels)
        {
            var fits = await commands.Ask<Channel, bool>(
                StreamName.For(id), (c, _) => c.Exists && c.WorkspaceId == workspace && c.Kind == ChannelKind.Public, ct);
            if (!fits) return new DefaultChannelInvalid(id);
        }

        return null;
    }
}

internal sealed record TooManyDefaultChannels() : Refusal.Invalid(
    "workspace.too-many-default-channels", $"A workspace has at most {Newcomers.MaxDefaultChannels} default channels.", "defaultChannelIds");

internal sealed record DefaultChannelInvalid(ChannelId Id) : Refusal.Invalid(
    "workspace.default-channel-invalid", $"There is no public channel {Id} in this workspace.", "defaultChannelIds");
