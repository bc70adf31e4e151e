using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.Users;
using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Users;
using EventChat.Projections.Workspaces;

namespace EventChat.Api.Workspaces;

internal static class WorkspaceEndpoints
{
    /// <summary>The kind of name that a slug is.</summary>
    public const string Slugs = "workspace";

    public static IEndpointRouteBuilder MapWorkspaces(this IEndpointRouteBuilder routes)
    {
        var workspaces = routes.MapGroup("/workspaces").WithTags("Workspaces");
        workspaces.MapPost("/", Create).WithSummary("Make a workspace; you own it").Repeatable().Refuses(409).Produces<WorkspaceResource>(201);
        workspaces.MapGet("/", List).ForApps(AppScopes.UsersRead).WithSummary("Your workspaces").ReadsFrom("workspaces", "workspace-members").Produces<ListOf<WorkspaceResource>>();
        workspaces.MapGet("/{workspaceId}", Get).ForApps(AppScopes.UsersRead).WithSummary("A workspace").Produces<WorkspaceResource>();
        workspaces.MapGet("/{workspaceId}/members", Members).ForApps(AppScopes.UsersRead).WithSummary("Its members").ReadsFrom("workspace-members", "users")
            .Produces<ListOf<WorkspaceMemberResource>>();
        workspaces.MapPut("/{workspaceId}/members/{userId}", AddMember).WithSummary("Add an account, as an admin").Produces<WorkspaceMemberResource>();
        return routes.MapWorkspaceSettings().MapWorkspaceMembers();
    }

    private static async Task<IResult> Create(
        CreateWorkspaceRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, NameRegistry names, IEventStore store, CancellationToken ct)
    {
        var (caller, key) = (Callers.Of(user), Idempotency.Key(http));
        if ((Idempotency.Refuses(key) ?? Fields.Line(body.Name, "name", 1, 80) ?? Fields.Slug(body.Slug)) is { } refusal) return Problem.Of(refusal);

        var id = Idempotency.IdFor(key, 'W', caller.User, "workspaces", WorkspaceId.New);
        var stream = StreamName.For(id);
        if (await store.ReadVersion(stream, ct) == 0
            && await names.Take(Slugs, body.Slug!, id.ToString(), stream, new SlugTaken(body.Slug!), caller, ct) is { } taken) return Problem.Of(taken);

        var result = await commands.Handle(new CreateWorkspace(id, Fields.Name(body.Name!), body.Slug!), caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);

        http.Tell(result.Last!.Position);
        http.Response.Headers.Location = $"/api/v1/workspaces/{id}";
        var created = result.Events[0];
        return Sized.Created(new WorkspaceResource(id, Fields.Name(body.Name!), body.Slug!, WorkspaceRole.Owner, created.RecordedAt), ApiJson.Default.WorkspaceResource);
    }

    private static async Task<IResult> List(ClaimsPrincipal user, Callers callers, WorkspaceQueries workspaces, CancellationToken ct)
    {
        var found = await workspaces.Of(Callers.Of(user).User, ct);
        return Sized.Ok(new ListOf<WorkspaceResource>(await WorkspaceResource.Of(found, user, callers, ct), null), ApiJson.Default.ListOfWorkspaceResource);
    }

    private static async Task<IResult> Get(WorkspaceId workspaceId, ClaimsPrincipal user, CommandHandler commands, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        var found = await commands.Ask<Workspace, WorkspaceResource?>(
            StreamName.For(workspaceId),
            (w, _) => w.RoleOf(caller.User) is null ? null : WorkspaceResource.Of(workspaceId, w, caller.User), ct);
        return found is null ? Problem.Of(new WorkspaceNotFound(workspaceId)) : Sized.Ok(found, ApiJson.Default.WorkspaceResource);
    }

    private static async Task<IResult> Members(
        WorkspaceId workspaceId, ClaimsPrincipal user, Callers callers, WorkspaceQueries workspaces, UserQueries users, CancellationToken ct,
        int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (after is not null && !Id.TryParse<UserId>(after, out _)) return Problem.Of(new CursorInvalid("after"));
        if ((await callers.In(workspaceId, user, ct)).Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await workspaces.Members(workspaceId, after ?? "", size + 1, ct), size);
        var named = await users.Find([.. page.Select(static m => m.UserId)], ct);
        return Sized.Ok(
            new ListOf<WorkspaceMemberResource>(
                [.. page.Select(m => new WorkspaceMemberResource(
                    m.UserId, named.GetValueOrDefault(m.UserId)?.Username, named.GetValueOrDefault(m.UserId)?.DisplayName, m.Role, m.JoinedAt,
                    m.IsComplianceOfficer, named.GetValueOrDefault(m.UserId)?.IsBot == true ? UserResource.Bot : UserResource.Person))],
                more ? page[^1].UserId.ToString() : null),
            ApiJson.Default.ListOfWorkspaceMemberResource);
    }

    private static async Task<IResult> AddMember(
        WorkspaceId workspaceId, UserId userId, AddWorkspaceMemberRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, Callers callers,
        Newcomers newcomers, Departures departures, IEventStore store, CancellationToken ct)
    {
        var (exists, isBot, username, displayName) = await commands.Ask<User, (bool, bool, string, string)>(
            StreamName.For(userId), static (u, _) => (u.Exists, u.Bot is not null, u.Username, u.DisplayName), ct);
        var role = body.Role ?? WorkspaceRole.Member;
        if ((await callers.In(workspaceId, user, ct)).IsAdmin && await departures.FinishEarlier(workspaceId, userId, ct) is { } unfinished) return Problem.Of(unfinished);
        var result = await commands.Handle(new AddWorkspaceMember(workspaceId, userId, role, exists, isBot), Callers.Of(user), ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);

        if (result.Last is not null) await newcomers.Welcome(workspaceId, userId, role, ct);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return Sized.Ok(new WorkspaceMemberResource(userId, username, displayName, role, result.Last?.RecordedAt), ApiJson.Default.WorkspaceMemberResource);
    }
}

public sealed record CreateWorkspaceRequest(string? Name, string? Slug);

public sealed record AddWorkspaceMemberRequest(WorkspaceRole? Role);

/// <param name="Role">Yours.</param>
/// <param name="DefaultChannelIds">Channels that newcomers are added to; absent in lists.</param>
/// <param name="DeletionDue">When it will be deleted, where an owner wants that.</param>
/// <param name="Language">By whose rules words are found in messages.</param>
public sealed record WorkspaceResource(
    WorkspaceId Id, string Name, string Slug, WorkspaceRole? Role, DateTimeOffset CreatedAt, string? Description = null, string? Icon = null,
    IReadOnlyList<ChannelId>? DefaultChannelIds = null, DateTimeOffset? DeletionDue = null, string Language = WorkspaceLanguageChanged.First)
{
    /// <summary>Those that the person is in, with what they are there at this moment.</summary>
    internal static async Task<IReadOnlyList<WorkspaceResource>> Of(IEnumerable<WorkspaceView> views, ClaimsPrincipal user, Callers callers, CancellationToken ct)
    {
        List<WorkspaceResource> shown = [];
        foreach (var view in views)
            if (await callers.RoleOf(Events.Id.Parse<WorkspaceId>(view.Id), Callers.Of(user).User, ct) is { } role) shown.Add(Of(view, role));
        return shown;
    }

    private static WorkspaceResource Of(WorkspaceView view, WorkspaceRole role) => new(
        Events.Id.Parse<WorkspaceId>(view.Id), view.Name, view.Slug, role, view.CreatedAt, view.Description, view.Icon, null, view.DeletionDue,
        view.Language ?? WorkspaceLanguageChanged.First);

    public static WorkspaceResource Of(WorkspaceId id, Workspace workspace, UserId reader) => new(
        id, workspace.Name, workspace.Slug, workspace.RoleOf(reader), workspace.CreatedAt, workspace.Description, workspace.Icon,
        [.. workspace.DefaultChannels.OrderBy(static c => c.Value)], workspace.DeletionDue, workspace.Language);
}

/// <param name="Kind"><c>user</c> for people, <c>bot</c> for the bot of an app.</param>
public sealed record WorkspaceMemberResource(
    UserId Id, string? Username, string? DisplayName, WorkspaceRole Role, DateTimeOffset? JoinedAt, bool IsComplianceOfficer = false, string Kind = UserResource.Person);
