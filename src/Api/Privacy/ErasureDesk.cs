using EventChat.Api.Compliance;
using EventChat.Commands.Apps;
using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Privacy;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Api.Privacy;

/// <summary>Orders to erase people: the id of each is a name that its workspace has, so that the id alone says where to ask.</summary>
internal sealed class ErasureDesk(CommandHandler commands, Places places, IEventStore store, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Pause = TimeSpan.FromMilliseconds(50);

    public async Task<CommandResult> Order(OrderErasure command, Caller caller, CancellationToken ct)
    {
        var foreseen = await commands.Ask<Governance, Refusal?>(command.Stream, (g, _) => command.Decide(g, new(caller, default)).Refusal, ct);
        if (foreseen is not null) return CommandResult.Of(foreseen);
        if (await places.Stranger(command.WorkspaceId, [command.UserId], ct) is { } stranger) return CommandResult.Of(new ErasureOfStranger(stranger));
        var kept = await commands.Ask<Workspace, Refusal?>(
            StreamName.For(command.WorkspaceId), (w, _) => w.IsBot(command.UserId) ? new BotOfAnApp(command.UserId) : w.RoleOf(command.UserId) == WorkspaceRole.Owner && w.Owners == 1 ? new LastOwner(command.UserId) : null, ct);
        if (kept is not null) return CommandResult.Of(kept);
        var named = await commands.Handle(new TakeName(NameOf(command.ErasureId), $"{command.WorkspaceId}"), caller, ct);
        return named.Refusal is null ? await commands.Handle(command, caller, ct) : named;
    }

    public Task<CommandResult> Approve(ApproveErasure command, Caller caller, CancellationToken ct) => commands.Handle(command, caller, ct);

    public Task<CommandResult> Withdraw(WithdrawErasure command, Caller caller, CancellationToken ct) => commands.Handle(command, caller, ct);

    public async Task<CommandResult> Require(RequireSecondOfficer command, Caller caller, CancellationToken ct)
    {
        var refused = await commands.Ask<Workspace, Refusal?>(
            StreamName.For(command.WorkspaceId), (w, _) => w.RoleOf(caller.User) switch
            {
                null => new WorkspaceNotFound(command.WorkspaceId),
                < WorkspaceRole.Owner => new OwnersOnly("decide how many officers an erasure takes"),
                _ => null,
            },
            ct);
        return refused is null ? await commands.Handle(command, caller, ct) : CommandResult.Of(refused);
    }

    /// <summary>When it is done, or as it is after some seconds.</summary>
    public async Task<Erasure> Settled(WorkspaceId workspace, ErasureId id, CancellationToken ct)
    {
        for (var begun = clock.GetTimestamp(); ;)
        {
            var order = (await Find(workspace, id, ct))!;
            if (order.State != ErasureState.Running || clock.GetElapsedTime(begun) > Patience) return order;
            await Task.Delay(Pause, clock, ct);
        }
    }

    public Task<Erasure?> Find(WorkspaceId workspace, ErasureId id, CancellationToken ct) =>
        commands.Ask<Governance, Erasure?>(StreamName.ForGovernance(workspace), (g, _) => g.Erasures.Find(id), ct);

    public Task<IReadOnlyList<Erasure>> All(WorkspaceId workspace, CancellationToken ct) =>
        commands.Ask<Governance, IReadOnlyList<Erasure>>(StreamName.ForGovernance(workspace), static (g, _) => [.. g.Erasures.All], ct);

    public async Task<WorkspaceId?> HomeOf(ErasureId id, CancellationToken ct) =>
        Id.TryParse<WorkspaceId>(await commands.Ask<NameReservation, string?>(NameOf(id), static (name, _) => name.Owner, ct), out var workspace) ? workspace : null;

    public Task<Position> Head(CancellationToken ct) => store.ReadHead(ct);

    private static StreamName NameOf(ErasureId id) => NameReservation.StreamOf(NameKinds.Erasures, $"{id}");
}
