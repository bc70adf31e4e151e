using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Channels;
using EventChat.Projections.Running;

namespace EventChat.Api.Workspaces;

/// <summary>Freezes the channels of a workspace that is about to be deleted, and thaws them where it was restored.</summary>
internal sealed class Closing(CommandHandler commands, ChannelQueries channels, ProjectionProgress progress)
{
    private const int AtOnce = 32;

    public Task<bool> IsBeingDeleted(WorkspaceId workspace, CancellationToken ct) =>
        commands.Ask<Workspace, bool>(StreamName.For(workspace), static (w, _) => w.DeletionDue is not null, ct);

    /// <summary>Brings the channels to what the workspace is at the head of the log.</summary>
    /// <param name="changed">Where that was changed.</param>
    /// <returns>Why it is not done yet; null where it is.</returns>
    public async Task<Refusal?> Settle(WorkspaceId workspace, Position changed, CancellationToken ct)
    {
        if (!await progress.Reached(changed, [ChannelProjection.Name], ct)) return new NotShownYet();
        bool closing;
        do
        {
            closing = await IsBeingDeleted(workspace, ct);
            foreach (var some in (await channels.Of(workspace, ct)).Chunk(AtOnce))
            {
                var results = await Task.WhenAll(some.Select(channel => Settle(channel, closing, ct)));
                if (results.FirstOrDefault(static r => r.Refusal is not null).Refusal is { } refusal) return refusal;
            }
        }
        while (await IsBeingDeleted(workspace, ct) != closing);
        return null;
    }

    /// <summary>A channel that was made while its workspace was being closed.</summary>
    public async Task Settle(WorkspaceId workspace, ChannelId made, CancellationToken ct)
    {
        if (await IsBeingDeleted(workspace, ct)) await Settle(made, closing: true, ct);
    }

    private Task<CommandResult> Settle(ChannelId channel, bool closing, CancellationToken ct) =>
        closing ? commands.Handle(new FreezeChannel(channel), Caller.System, ct) : commands.Handle(new ThawChannel(channel), Caller.System, ct);
}
