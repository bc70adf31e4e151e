using EventChat.Adapters.Turns;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Running;
using EventChat.Projections.Workspaces;

namespace EventChat.Api.Workspaces;

/// <summary>
/// Closes accounts so that no workspace is left without an owner who can sign in. Accounts are closed one at a time, so two owners do not both leave a workspace to
/// the other. A change of roles in the moment between the look and the closing is not seen: to see it, every workspace would have to wait for every closing.
/// </summary>
internal sealed class Ownerships(CommandHandler commands, WorkspaceQueries workspaces, ProjectionProgress progress, IEventStore store, Turns turns)
{
    private static readonly string[] Memberships = [WorkspaceMemberProjection.Name, WorkspaceProjection.Name];

    public async Task<CommandResult> Close(Caller caller, CancellationToken ct)
    {
        await using var turn = await turns.Take("close accounts", ct);
        if (!await progress.Reached(await store.ReadHead(ct), Memberships, ct)) return CommandResult.Of(new OwnershipNotKnown());

        List<string> left = [];
        foreach (var workspace in await workspaces.Of(caller.User, ct))
            if (await IsLeftAlone(Id.Parse<WorkspaceId>(workspace.Id), caller.User, ct)) left.Add($"'{workspace.Name}' ({workspace.Id})");
        return left.Count > 0 ? CommandResult.Of(new LastOwnerOf(string.Join(", ", left))) : await commands.Handle(new DeactivateUser(caller.User), caller, ct);
    }

    /// <summary>A workspace that is about to be deleted needs nobody.</summary>
    private async Task<bool> IsLeftAlone(WorkspaceId workspace, UserId user, CancellationToken ct)
    {
        var owners = await commands.Ask<Workspace, List<UserId>>(
            StreamName.For(workspace),
            static (state, _) => state.IsDeleted || state.DeletionDue is not null ? [] : [.. state.Members.Where(static m => m.Value == WorkspaceRole.Owner).Select(static m => m.Key)],
            ct);
        if (!owners.Remove(user)) return false;
        foreach (var other in owners)
            if (await commands.Ask<User, bool>(StreamName.For(other), static (state, _) => !state.IsDeactivated, ct)) return false;
        return true;
    }
}

internal sealed record LastOwnerOf(string Workspaces) : Refusal.Conflict(
    "user.last-owner", $"You are the last owner of {Workspaces}. Make somebody else owner, or delete it, and close your account then.");

internal sealed record OwnershipNotKnown() : Refusal.Unavailable(
    "read-model.behind", "What you own is not known just now; nothing was recorded. Try again shortly.", 1);
