using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Running;

namespace EventChat.Api.Workspaces;

/// <summary>
/// Finishes what a server left half done that died between a fact about a workspace and what follows from it. Whoever asked for it is given time to do so first.
/// </summary>
internal sealed class WorkspaceReactor(CommandHandler commands, Departures departures, Closing closing, NameRegistry names, TimeProvider clock) : IReactor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "workspace-reactor";
    public StreamFilter Streams { get; } = new(StreamName.Workspaces);

    public async Task React(RecordedEvent recorded, CancellationToken ct)
    {
        var workspace = recorded.Stream.Id<WorkspaceId>();
        switch (recorded.Readable)
        {
            case WorkspaceMemberRemoved e:
                await Wait(recorded, ct);
                if (await RemovedAt(workspace, e.UserId, ct) == recorded.Version) Done(await departures.Finish(workspace, e.UserId, recorded.Position, ct));
                break;
            case WorkspaceDeletionScheduled or WorkspaceRestored:
                await Wait(recorded, ct);
                Done(await closing.Settle(workspace, recorded.Position, ct));
                break;
            case WorkspaceDeleted:
                var slug = await commands.Ask<Workspace, string>(StreamName.For(workspace), static (w, _) => w.Slug, ct);
                await names.Release(WorkspaceEndpoints.Slugs, slug, workspace.ToString(), Caller.System, ct);
                break;
        }
    }

    private Task<long> RemovedAt(WorkspaceId workspace, UserId user, CancellationToken ct) =>
        commands.Ask<Workspace, long>(StreamName.For(workspace), (w, _) => w.RemovedAt(user), ct);

    private async Task Wait(RecordedEvent recorded, CancellationToken ct)
    {
        var left = Patience - (clock.GetUtcNow() - recorded.RecordedAt);
        if (left > TimeSpan.Zero) await Task.Delay(left < Patience ? left : Patience, clock, ct);
    }

    /// <summary>What could not be done is tried again, from the checkpoint.</summary>
    private static void Done(Refusal? refusal)
    {
        if (refusal is not null) throw new RefusedException(refusal);
    }
}
