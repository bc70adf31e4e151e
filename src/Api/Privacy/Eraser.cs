using EventChat.Adapters.Privacy;
using EventChat.Api.Http;
using EventChat.Api.Workspaces;
using EventChat.Commands.Compliance;
using EventChat.Commands.Exports;
using EventChat.Commands.Handling;
using EventChat.Commands.Privacy;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using EventChat.Projections.Workspaces;

namespace EventChat.Api.Privacy;

/// <summary>
/// Carries out what officers ordered: the person leaves the workspace, their keys are destroyed, every channel is told, and when all read models have followed, that is recorded. Where a
/// node dies over it, another does all of it again.
/// </summary>
internal sealed class Eraser(
    CommandHandler commands, IKeyring keyring, Callers callers, Departures departures, WorkspaceQueries workspaces, ErasedAccounts accounts, ProjectionProgress progress, Rebuild readModels,
    IEventStore store) : IReactor
{
    private const int AtOnce = 16;

    public string Name => "eraser";
    public StreamFilter Streams { get; } = new(StreamName.Governances);

    public async Task React(RecordedEvent recorded, CancellationToken ct)
    {
        var id = recorded.Readable switch { ErasureOrdered { AwaitsApproval: null } ordered => ordered.ErasureId, ErasureApproved approved => approved.ErasureId, _ => default(ErasureId?) };
        if (id is not { } meant) return;
        var order = await commands.Ask<Governance, Erasure?>(recorded.Stream, (g, _) => g.Erasures.Find(meant), ct);
        if (order is { State: ErasureState.Running }) await Erase(recorded.Stream.Id<WorkspaceId>(), order, ct);
    }

    private async Task Erase(WorkspaceId workspace, Erasure order, CancellationToken ct)
    {
        var user = order.Facts.UserId;
        await Leave(workspace, user, ct);
        var channels = await ChannelsWithWords(workspace, user, ct);
        var withAccount = await IsNowhereElse(workspace, user, ct);
        if (withAccount) Done(await commands.Handle(new DeactivateUser(user), Caller.System, ct));

        StreamName[] streams = [.. channels.Select(StreamName.For), .. withAccount ? (StreamName[])[StreamName.For(user), StreamName.ForInbox(user)] : []];
        await keyring.DestroyAuthor(user, streams, ct);
        foreach (var some in channels.Chunk(AtOnce))
            foreach (var result in await Task.WhenAll(some.Select(channel => commands.Handle(new EraseWords(channel, user), Caller.System, ct)))) Done(result);
        if (withAccount) Done(await commands.Handle(new EraseUser(user), Caller.System, ct));

        await Followed(await store.ReadHead(ct), ct);
        await CancelExports(workspace, ct);
        await accounts.ClearSnapshots(streams, ct);
        if (withAccount) await accounts.ClearAccount(user, ct);
        Done(await commands.Handle(new FinishErasure(workspace, order.Id, channels.Count, withAccount), Caller.System, ct));
    }

    private async Task Leave(WorkspaceId workspace, UserId user, CancellationToken ct)
    {
        var removed = await commands.Handle(new RemoveErased(workspace, user), Caller.System, ct);
        Done(removed);
        if (await departures.Finish(workspace, user, removed.Last?.Position ?? await store.ReadHead(ct), ct) is { } refusal) throw new RefusedException(refusal);
    }

    /// <summary>Those of the workspace in which the person wrote, or was quoted: where they have keys.</summary>
    private async Task<List<ChannelId>> ChannelsWithWords(WorkspaceId workspace, UserId user, CancellationToken ct)
    {
        List<ChannelId> channels = [];
        foreach (var stream in await keyring.StreamsOf(user, ct))
            if (stream.StartsWith(StreamName.Channels) && stream.Id<ChannelId>() is var channel && await callers.HomeOf(channel, ct) == workspace) channels.Add(channel);
        return channels;
    }

    /// <summary>An account that other workspaces know belongs to the person, and to no officer of one of them.</summary>
    private async Task<bool> IsNowhereElse(WorkspaceId workspace, UserId user, CancellationToken ct)
    {
        await Followed(await store.ReadHead(ct), ct);
        return (await workspaces.Of(user, ct)).All(view => view.Id == workspace.ToString());
    }

    /// <summary>An archive holds words in the clear, and which ones is in nobody's memory: all of the workspace go, and a case can be written again without what was erased.</summary>
    private async Task CancelExports(WorkspaceId workspace, CancellationToken ct)
    {
        var there = await commands.Ask<Governance, IReadOnlyList<ExportId>>(StreamName.ForGovernance(workspace), static (g, _) => [.. g.Exports.NotCancelled], ct);
        foreach (var export in there) Done(await commands.Handle(new CancelExport(workspace, export, "Somebody was erased."), Caller.System, ct));
    }

    private async Task Followed(Position position, CancellationToken ct)
    {
        while (!await progress.Reached(position, readModels.Names, ct)) ct.ThrowIfCancellationRequested();
    }

    /// <summary>What could not be done is tried again, from the checkpoint.</summary>
    private static void Done(CommandResult result)
    {
        if (result.Refusal is { } refusal) throw new RefusedException(refusal);
    }
}
