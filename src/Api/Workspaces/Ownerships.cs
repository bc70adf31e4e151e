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
/// Closes accounts so that no workspace is left without an owner who can sign in. Whoever closes theirs steps down wherever they own, and each workspace decides
/// on its own stream whether another owner is left: of two who go at once, one stays.
/// </summary>
internal sealed class Ownerships(CommandHandler commands, WorkspaceQueries workspaces, ProjectionProgress progress, IEventStore store)
{
    private static readonly string[] Memberships = [WorkspaceMemberProjection.Name, WorkspaceProjection.Name];

    public async Task<CommandResult> Close(Caller caller, CancellationToken ct)
    {
        if (!await progress.Reached(await store.ReadHead(ct), Memberships, ct)) return CommandResult.Of(new OwnershipNotKnown());

        var owned = new List<(WorkspaceId Id, string Called)>();
        var left = new List<string>();
        foreach (var view in await workspaces.Of(caller.User, ct))
        {
            var (id, called) = (Id.Parse<WorkspaceId>(view.Id), $"'{view.Name}' ({view.Id})");
            var owners = await Owners(id, caller.User, ct);
            if (owners > 0) owned.Add((id, called));
            if (owners == 1) left.Add(called);
        }

        if (left.Count > 0) return CommandResult.Of(new LastOwnerOf(string.Join(", ", left)));
        foreach (var (id, called) in owned)
        {
            var stepped = await commands.Handle(new ChangeRole(id, caller.User, WorkspaceRole.Member), caller, ct);
            if (stepped.Refusal is LastOwner) return CommandResult.Of(new LastOwnerOf(called));
            if (stepped.Refusal is Refusal.Unavailable) return stepped;
        }

        return await commands.Handle(new DeactivateUser(caller.User), caller, ct);
    }

    /// <summary>How many own the workspace, this person among them; none where it is about to be deleted, and needs nobody.</summary>
    private Task<int> Owners(WorkspaceId workspace, UserId user, CancellationToken ct) => commands.Ask<Workspace, int>(
        StreamName.For(workspace),
        (state, _) => state.IsDeleted || state.DeletionDue is not null || state.RoleOf(user) != WorkspaceRole.Owner ? 0 : state.Owners,
        ct);
}

internal sealed record LastOwnerOf(string Workspaces) : Refusal.Conflict(
    "user.last-owner", $"You are the last owner of {Workspaces}. Make somebody else owner, or delete it, and close your account then.");

internal sealed record OwnershipNotKnown() : Refusal.Unavailable(
    "read-model.behind", "What you own is not known just now; nothing was recorded. Try again shortly.", 1);
