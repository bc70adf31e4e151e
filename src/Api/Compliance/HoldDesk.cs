using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Compliance;

/// <summary>Legal holds: the id of each is a name that its workspace has, so that the id alone says where to ask.</summary>
internal sealed class HoldDesk(CommandHandler commands, Officers officers, Places places)
{
    public async Task<CommandResult> Place(PlaceHold command, Caller caller, CancellationToken ct)
    {
        var foreseen = await commands.Ask<Governance, Refusal?>(command.Stream, (g, _) => command.Decide(g, new(caller, default)).Refusal, ct);
        if (foreseen is not null) return CommandResult.Of(foreseen);
        if (await places.Stranger(command.WorkspaceId, command.UserIds, ct) is { } stranger) return CommandResult.Of(new HoldOnStranger(stranger));
        if (await places.Elsewhere(command.WorkspaceId, command.ChannelIds, ct) is { } unknown) return CommandResult.Of(new HoldOnUnknownChannel(unknown));
        var named = await commands.Handle(new TakeName(NameOf(command.HoldId), $"{command.WorkspaceId}"), caller, ct);
        return named.Refusal is null ? await commands.Handle(command, caller, ct) : named;
    }

    public async Task<CommandResult> Release(HoldId id, string? reason, ClaimsPrincipal user, CancellationToken ct)
    {
        if (await HomeOf(id, ct) is not { } workspace) return CommandResult.Of(new HoldNotFound(id));
        if (await officers.Refuses(workspace, user, ct) is { } refusal) return CommandResult.Of(refusal is WorkspaceNotFound ? new HoldNotFound(id) : refusal);
        return await commands.Handle(new ReleaseHold(workspace, id, reason), Callers.Of(user), ct);
    }

    public Task<IReadOnlyList<Hold>> All(WorkspaceId workspace, CancellationToken ct) =>
        commands.Ask<Governance, IReadOnlyList<Hold>>(StreamName.ForGovernance(workspace), static (g, _) => [.. g.Holds], ct);

    public Task<Hold?> Find(WorkspaceId workspace, HoldId id, CancellationToken ct) =>
        commands.Ask<Governance, Hold?>(StreamName.ForGovernance(workspace), (g, _) => g.Find(id), ct);

    private async Task<WorkspaceId?> HomeOf(HoldId id, CancellationToken ct) =>
        Id.TryParse<WorkspaceId>(await commands.Ask<NameReservation, string?>(NameOf(id), static (name, _) => name.Owner, ct), out var workspace) ? workspace : null;

    private static StreamName NameOf(HoldId id) => NameReservation.StreamOf(NameKinds.Holds, $"{id}");
}
