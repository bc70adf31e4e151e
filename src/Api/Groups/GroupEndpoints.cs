using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Commands.Apps;
using EventChat.Commands.Groups;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Groups;

internal static class GroupEndpoints
{
    public static IEndpointRouteBuilder MapGroups(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup("/workspaces/{workspaceId}/groups").WithTags("Groups");
        groups.MapPost("/", Create).WithSummary("Make a group that is mentioned by its handle, as an admin").Repeatable().Produces<GroupResource>(201);
        groups.MapGet("/", List).ForApps(AppScopes.UsersRead).WithSummary("The groups, by handle").Produces<ListOf<GroupResource>>();
        groups.MapGet("/{groupId}", Get).ForApps(AppScopes.UsersRead).WithSummary("A group and who is in it").Produces<GroupResource>();
        groups.MapPatch("/{groupId}", Change).WithSummary("Give it another handle or name, as an admin").Produces<GroupResource>();
        groups.MapDelete("/{groupId}", Delete).WithSummary("Delete it, as an admin; messages that mention it stay as they are").Produces(204);
        groups.MapPut("/{groupId}/members/{userId}", Add).WithSummary("Put somebody of the workspace into it, as an admin").Produces<GroupResource>();
        groups.MapDelete("/{groupId}/members/{userId}", Remove).WithSummary("Take somebody out of it, as an admin").Produces(204);
        return routes;
    }

    private static async Task<IResult> Create(
        WorkspaceId workspaceId, CreateGroupRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, CancellationToken ct)
    {
        var key = Idempotency.Key(http);
        if ((Idempotency.Refuses(key) ?? Fields.Username(body.Handle, "handle") ?? Fields.Line(body.Name, "name", 1, 80)) is { } malformed) return Problem.Of(malformed);

        var caller = Callers.Of(user);
        var id = Idempotency.IdFor(key, 'G', caller.User, $"groups of {workspaceId}", GroupId.New);
        var result = await commands.Handle(new CreateGroup(workspaceId, id, body.Handle!, Fields.Name(body.Name!), await IsSomebody(body.Handle, commands, ct)), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(result.Last!.Position);
        http.Response.Headers.Location = $"/api/v1/workspaces/{workspaceId}/groups/{id}";
        return Sized.Created(
            await Find(workspaceId, id, caller.User, commands, ct) ?? new GroupResource(id, workspaceId, body.Handle!, Fields.Name(body.Name!), 0, []), ApiJson.Default.GroupResource);
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, CommandHandler commands, CancellationToken ct, int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var (me, size) = (Callers.Of(user).User, limit ?? Paging.DefaultLimit);
        var found = await commands.Ask<Workspace, List<GroupResource>?>(
            StreamName.For(workspaceId), (w, _) => w.RoleOf(me) is null ? null
                : [.. w.Groups.All.Where(g => string.CompareOrdinal(g.Handle, after ?? "") > 0).Take(size + 1).Select(g => GroupResource.Of(workspaceId, g))], ct);
        if (found is null) return Problem.Of(new WorkspaceNotFound(workspaceId));
        var (page, more) = Paging.Cut(found, size);
        return Sized.Ok(new ListOf<GroupResource>(page, more ? page[^1].Handle : null), ApiJson.Default.ListOfGroupResource);
    }

    private static async Task<IResult> Get(WorkspaceId workspaceId, GroupId groupId, ClaimsPrincipal user, CommandHandler commands, CancellationToken ct) =>
        await Show(workspaceId, groupId, Callers.Of(user).User, commands, ct);

    private static async Task<IResult> Change(
        WorkspaceId workspaceId, GroupId groupId, ChangeGroupRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store,
        CancellationToken ct)
    {
        var malformed = (body.Handle is null ? null : Fields.Username(body.Handle, "handle")) ?? (body.Name is null ? null : Fields.Line(body.Name, "name", 1, 80));
        if (malformed is not null) return Problem.Of(malformed);
        var command = new ChangeGroup(workspaceId, groupId, body.Handle, body.Name is { } name ? Fields.Name(name) : null, await IsSomebody(body.Handle, commands, ct));
        return await Done(command, http, user, commands, store, ct) ?? await Show(workspaceId, groupId, Callers.Of(user).User, commands, ct);
    }

    private static async Task<IResult> Delete(
        WorkspaceId workspaceId, GroupId groupId, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, CancellationToken ct) =>
        await Done(new DeleteGroup(workspaceId, groupId), http, user, commands, store, ct) ?? TypedResults.NoContent();

    private static async Task<IResult> Add(
        WorkspaceId workspaceId, GroupId groupId, UserId userId, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, CancellationToken ct) =>
        await Done(new AddGroupMember(workspaceId, groupId, userId), http, user, commands, store, ct) ?? await Show(workspaceId, groupId, Callers.Of(user).User, commands, ct);

    private static async Task<IResult> Remove(
        WorkspaceId workspaceId, GroupId groupId, UserId userId, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, CancellationToken ct) =>
        await Done(new RemoveGroupMember(workspaceId, groupId, userId), http, user, commands, store, ct) ?? TypedResults.NoContent();

    /// <returns>Null where it is done.</returns>
    private static async Task<IResult?> Done(
        ICommand<Workspace> command, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        var result = await commands.Handle(command, Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return null;
    }

    private static async Task<IResult> Show(WorkspaceId workspace, GroupId id, UserId me, CommandHandler commands, CancellationToken ct)
    {
        if (await commands.Ask<Workspace, bool>(StreamName.For(workspace), (w, _) => w.RoleOf(me) is null, ct)) return Problem.Of(new WorkspaceNotFound(workspace));
        return await Find(workspace, id, me, commands, ct) is { } group ? Sized.Ok(group, ApiJson.Default.GroupResource) : Problem.Of(new GroupNotFound(id));
    }

    private static Task<GroupResource?> Find(WorkspaceId workspace, GroupId id, UserId me, CommandHandler commands, CancellationToken ct) =>
        commands.Ask<Workspace, GroupResource?>(
            StreamName.For(workspace), (w, _) => w.RoleOf(me) is not null && w.Groups.Find(id) is { } group ? GroupResource.Of(workspace, group) : null, ct);

    /// <summary>Whether an account is called so, or so that the eye takes it for the same.</summary>
    private static async Task<bool> IsSomebody(string? handle, CommandHandler commands, CancellationToken ct) => handle is not null
        && await commands.Ask<NameReservation, bool>(NameReservation.StreamOf(NameKinds.Usernames, LookAlike.Of(handle)), static (taken, _) => taken.Owner is not null, ct);
}

/// <param name="Handle">What stands behind the <c>@</c>: as usernames are, and nobody's username, nor <c>channel</c>, <c>all</c>, <c>everyone</c> or <c>here</c>.</param>
public sealed record CreateGroupRequest(string? Handle, string? Name);

/// <summary>What is left out stays as it is.</summary>
public sealed record ChangeGroupRequest(string? Handle, string? Name);

/// <param name="UserIds">Who is in it, in the order of their ids; at most 256.</param>
public sealed record GroupResource(GroupId Id, WorkspaceId WorkspaceId, string Handle, string Name, int MemberCount, IReadOnlyList<UserId> UserIds)
{
    internal static GroupResource Of(WorkspaceId workspace, Group group) =>
        new(group.Id, workspace, group.Handle, group.Name, group.Members.Count, [.. group.Members.OrderBy(static m => m.Value)]);
}
