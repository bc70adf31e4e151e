using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Api.Workspaces;

internal static class WorkspaceMemberEndpoints
{
    public static IEndpointRouteBuilder MapWorkspaceMembers(this IEndpointRouteBuilder routes)
    {
        var members = routes.MapGroup("/workspaces/{workspaceId}").WithTags("Workspaces");
        members.MapPatch("/members/{userId}", ChangeRole).WithSummary("Give another role, none above your own, as an admin").Produces<WorkspaceMemberResource>();
        members.MapDelete("/members/{userId}", Remove).WithSummary("Remove somebody, as an admin, or leave; answered once it holds everywhere").Produces(204);
        members.MapPost("/transfer", Transfer).WithSummary("Make somebody else owner and yourself admin").Produces<WorkspaceMemberResource>();
        members.MapPut("/members/{userId}/grants/compliance-officer", Grant).WithSummary("Make a member compliance officer, as an owner")
            .Produces<WorkspaceMemberResource>();
        members.MapDelete("/members/{userId}/grants/compliance-officer", Revoke).WithSummary("Take that back, as an owner").Produces(204);
        return routes;
    }

    private static async Task<IResult> ChangeRole(
        WorkspaceId workspaceId, UserId userId, ChangeRoleRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store,
        CancellationToken ct)
    {
        if (body.Role is not { } role) return Problem.Of(new FieldInvalid("role", "'role' is guest, member, admin or owner."));
        var result = await commands.Handle(new ChangeRole(workspaceId, userId, role, await HasClosed(userId, commands, ct)), Callers.Of(user), ct);
        return await Show(result, workspaceId, userId, http, commands, store, ct);
    }

    private static async Task<IResult> Transfer(
        WorkspaceId workspaceId, TransferRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        if (body.UserId is not { } userId) return Problem.Of(new FieldInvalid("userId", "'userId' is a member of the workspace."));
        var result = await commands.Handle(new TransferOwnership(workspaceId, userId, await HasClosed(userId, commands, ct)), Callers.Of(user), ct);
        return await Show(result, workspaceId, userId, http, commands, store, ct);
    }

    private static Task<bool> HasClosed(UserId user, CommandHandler commands, CancellationToken ct) =>
        commands.Ask<User, bool>(StreamName.For(user), static (u, _) => u.IsDeactivated, ct);

    private static async Task<IResult> Grant(
        WorkspaceId workspaceId, UserId userId, GrantRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store,
        CancellationToken ct)
    {
        if (Fields.Line(body.Reason, "reason", 1, 500) is { } refusal) return Problem.Of(refusal);
        var result = await commands.Handle(new GrantComplianceOfficer(workspaceId, userId, body.Reason!.Trim()), Callers.Of(user), ct);
        return await Show(result, workspaceId, userId, http, commands, store, ct);
    }

    private static async Task<IResult> Revoke(
        WorkspaceId workspaceId, UserId userId, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, CancellationToken ct,
        string? reason = null)
    {
        if (reason is not null && Fields.Line(reason, "reason", 1, 500) is { } refusal) return Problem.Of(refusal);
        var result = await commands.Handle(new RevokeComplianceOfficer(workspaceId, userId, reason?.Trim()), Callers.Of(user), ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    /// <summary>Not cut short when the client goes: what was begun is finished.</summary>
    private static async Task<IResult> Remove(
        WorkspaceId workspaceId, UserId userId, HttpContext http, ClaimsPrincipal user, CommandHandler commands, Departures departures, IEventStore store)
    {
        var result = await commands.Handle(new RemoveWorkspaceMember(workspaceId, userId), Callers.Of(user));
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        var position = result.Last?.Position ?? await store.ReadHead(CancellationToken.None);
        if (await departures.Finish(workspaceId, userId, position, CancellationToken.None) is { } unfinished) return Problem.Of(unfinished);
        http.Tell(await store.ReadHead(CancellationToken.None));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Show(
        CommandResult result, WorkspaceId workspaceId, UserId userId, HttpContext http, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        var (username, displayName) = await commands.Ask<User, (string, string)>(StreamName.For(userId), static (u, _) => (u.Username, u.DisplayName), ct);
        var shown = await commands.Ask<Workspace, WorkspaceMemberResource>(
            StreamName.For(workspaceId), (w, _) => new(userId, username, displayName, w.RoleOf(userId) ?? WorkspaceRole.Guest, null, w.IsOfficer(userId)), ct);
        return Sized.Ok(shown, ApiJson.Default.WorkspaceMemberResource);
    }
}

public sealed record ChangeRoleRequest(WorkspaceRole? Role);

public sealed record TransferRequest(UserId? UserId);

/// <param name="Reason">Why, for those who will ask: 1 to 500 characters.</param>
public sealed record GrantRequest(string? Reason);
