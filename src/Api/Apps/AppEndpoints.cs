using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Apps;

internal static class AppEndpoints
{
    public static IServiceCollection AddApps(this IServiceCollection services) => services.AddSingleton<AppDoor>().AddSingleton<BotAccounts>().AddSingleton<Bots>();

    public static IEndpointRouteBuilder MapApps(this IEndpointRouteBuilder routes)
    {
        var apps = routes.MapGroup("").WithTags("Apps");
        apps.MapPost("/workspaces/{workspaceId}/apps", Create).WithSummary("Make an app and its bot, as an admin").Limited(RateKind.Webhooks).Repeatable().Produces<AppResource>(201);
        apps.MapGet("/workspaces/{workspaceId}/apps", List).WithSummary("Its apps and their tokens, as an admin; no token itself is told").Refuses(403).Produces<ListOf<AppResource>>();
        apps.MapGet("/apps/{appId}", Get).WithSummary("An app, as an admin").Refuses(403).Produces<AppResource>();
        apps.MapDelete("/apps/{appId}", Remove).WithSummary("Remove it, as an admin: its tokens end and its bot leaves").Produces(204);
        apps.MapTokens();
        return routes;
    }

    private static async Task<IResult> Create(
        WorkspaceId workspaceId, CreateAppRequest body, HttpContext http, ClaimsPrincipal user, Bots bots, BotAccounts accounts, CommandHandler commands, CancellationToken ct)
    {
        var key = Idempotency.Key(http);
        var malformed = Idempotency.Refuses(key) ?? Fields.Line(body.Name, "name", 1, 80) ?? (body.Username is null ? null : Fields.Username(body.Username));
        if (malformed is not null) return Problem.Of(malformed);

        var caller = Callers.Of(user);
        var id = Idempotency.IdFor(key, 'A', caller.User, $"apps of {workspaceId}", AppId.New);
        var names = body.Username is { } username ? [username] : BotAccounts.NamesFor(body.Name!, $"{id}");
        var result = await bots.Create(new(workspaceId, id, Bots.BotOf(id), Fields.Name(body.Name!), body.Scopes ?? []), names, caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(result.Last!.Position);
        http.Response.Headers.Location = $"/api/v1/apps/{id}";
        return await Find(workspaceId, id, accounts, commands, ct) is { } made ? Sized.Created(made, ApiJson.Default.AppResource) : Problem.Of(new AppNotFound(id));
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, Callers callers, BotAccounts accounts, CommandHandler commands, CancellationToken ct, int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        AppId? last = Id.TryParse<AppId>(after, out var parsed) ? parsed : null;
        if (after is not null && last is null) return Problem.Of(new CursorInvalid("after"));
        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));
        if (!caller.IsAdmin) return Problem.Of(new AdminsOnly("see apps"));

        var size = limit ?? Paging.DefaultLimit;
        var found = await commands.Ask<Workspace, List<AppResource>>(
            StreamName.For(workspaceId), (w, _) => [.. w.Apps.All.Where(a => a.Version > (last is { } id ? w.Apps.MadeAt(id) : 0)).Take(size + 1).Select(a => AppResource.Of(workspaceId, a))], ct);
        var (page, more) = Paging.Cut(found, size);
        List<AppResource> named = [];
        foreach (var app in page) named.Add(app with { Username = await accounts.UsernameOf(app.BotUserId, ct) });
        return Sized.Ok(new ListOf<AppResource>(named, more ? $"{page[^1].Id}" : null), ApiJson.Default.ListOfAppResource);
    }

    private static async Task<IResult> Get(AppId appId, ClaimsPrincipal user, Callers callers, Bots bots, BotAccounts accounts, CommandHandler commands, CancellationToken ct)
    {
        if (await bots.HomeOf(appId, ct) is not { } workspace || await callers.In(workspace, user, ct) is not { Role: not null } caller) return Problem.Of(new AppNotFound(appId));
        if (!caller.IsAdmin) return Problem.Of(new AdminsOnly("see apps"));
        return await Find(workspace, appId, accounts, commands, ct) is { } app ? Sized.Ok(app, ApiJson.Default.AppResource) : Problem.Of(new AppNotFound(appId));
    }

    private static async Task<IResult> Remove(AppId appId, HttpContext http, ClaimsPrincipal user, Bots bots, IEventStore store, CancellationToken ct)
    {
        if (await bots.HomeOf(appId, ct) is not { } workspace) return Problem.Of(new AppNotFound(appId));
        var result = await bots.Remove(workspace, appId, Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    private static async Task<AppResource?> Find(WorkspaceId workspace, AppId id, BotAccounts accounts, CommandHandler commands, CancellationToken ct)
    {
        var found = await commands.Ask<Workspace, AppResource?>(
            StreamName.For(workspace), (w, _) => w.Apps.Find(id) is { } app ? AppResource.Of(workspace, app) : null, ct);
        return found is null ? null : found with { Username = await accounts.UsernameOf(found.BotUserId, ct) };
    }
}

/// <param name="Username">What the bot is mentioned by; left out, it is made of the name.</param>
/// <param name="Scopes">The most that its tokens may do: some of <c>channels:read</c>, <c>channels:write</c>, <c>messages:read</c>, <c>messages:write</c>, <c>reactions:write</c>, <c>search:read</c>, <c>subscriptions:write</c> and <c>users:read</c>.</param>
public sealed record CreateAppRequest(string? Name, string? Username, IReadOnlyList<string>? Scopes);

/// <param name="BotUserId">The member of the workspace that the app acts as.</param>
/// <param name="Tokens">That count, or did until they ended by themselves.</param>
public sealed record AppResource(
    AppId Id, WorkspaceId WorkspaceId, string Name, UserId BotUserId, string Username, IReadOnlyList<string> Scopes, UserId CreatedBy, DateTimeOffset CreatedAt,
    IReadOnlyList<AppTokenResource> Tokens)
{
    internal static AppResource Of(WorkspaceId workspace, App app) => new(
        app.Id, workspace, app.Name, app.BotUserId, "", app.Scopes, app.CreatedBy, app.CreatedAt, [.. app.Tokens.Select(static t => AppTokenResource.Of(t, null))]);
}
