using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Workspaces;
using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;
using EventChat.Projections.Workspaces;
using EventChat.Realtime.Drafts;

namespace EventChat.Api.Users;

internal static class UserEndpoints
{
    public static IEndpointRouteBuilder MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("").WithTags("Users");
        users.MapGet("/users/me", GetMe).ForApps(AppScopes.UsersRead).WithSummary("Yourself").Produces<UserResource>();
        users.MapPatch("/users/me", ChangeMe).WithSummary("Change your display name, avatar or time zone").Produces<UserResource>();
        users.MapPut("/me/status", ChangeStatus).WithSummary("Say what you are up to; an empty text and emoji take it away").Produces<UserResource>();
        users.MapPost("/users/me/deactivate", Deactivate).WithSummary("Close your account: all sessions end and nobody signs in again. Not as the last owner of a workspace").Limited(RateKind.SignIn).Refuses(403, 409)
            .Produces(204);
        users.MapGet("/users/{userId}", GetUser).ForApps(AppScopes.UsersRead).WithSummary("Somebody who shares a workspace with you").ReadsFrom("workspace-members").Produces<UserResource>();
        return routes;
    }

    private static async Task<IResult> GetMe(ClaimsPrincipal user, CommandHandler commands, TimeProvider clock, CancellationToken ct) =>
        Sized.Ok((await Find(Callers.Of(user).User, true, commands, clock, ct))!, ApiJson.Default.UserResource);

    private static async Task<IResult> GetUser(
        UserId userId, ClaimsPrincipal user, CommandHandler commands, Callers callers, WorkspaceQueries workspaces, TimeProvider clock, CancellationToken ct)
    {
        var me = Callers.Of(user).User;
        return (userId == me || await Share(me, userId, callers, workspaces, ct)) && await Find(userId, userId == me, commands, clock, ct) is { } found
            ? Sized.Ok(found, ApiJson.Default.UserResource)
            : new Problem(StatusCodes.Status404NotFound, "user.not-found", $"There is no user {userId} whom you share a workspace with.");
    }

    private static async Task<IResult> ChangeMe(
        ChangeProfileRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, TimeProvider clock, CancellationToken ct)
    {
        var refusal = (body.DisplayName is null ? null : Fields.Line(body.DisplayName, "displayName", 1, 80)) ?? Fields.Url(body.AvatarUrl, "avatarUrl")
            ?? Fields.TimeZone(body.TimeZone);
        if (refusal is not null) return Problem.Of(refusal);

        return await Handle(
            new ChangeProfile(Callers.Of(user).User, body.DisplayName is { } name ? Fields.Name(name) : null, body.AvatarUrl, body.TimeZone), http, Callers.Of(user), commands, store, clock, ct);
    }

    private static async Task<IResult> ChangeStatus(
        ChangeStatusRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, TimeProvider clock, CancellationToken ct)
    {
        var (text, emoji) = (body.Text ?? "", body.Emoji ?? "");
        if ((Fields.Line(text, "text", 0, 100) ?? Fields.Line(emoji, "emoji", 0, 64)) is { } refusal) return Problem.Of(refusal);

        return await Handle(new SetStatus(Callers.Of(user).User, text.Trim(), emoji.Trim(), body.Until?.ToUniversalTime()), http, Callers.Of(user), commands, store, clock, ct);
    }

    private static async Task<IResult> Deactivate(
        DeactivateRequest body, HttpContext http, ClaimsPrincipal user, Accounts accounts, Ownerships ownerships, SignIns signIns, IDrafts drafts, IEventStore store,
        CancellationToken ct)
    {
        var caller = Callers.Of(user);
        if (body.Password is not { Length: >= 1 and <= 200 } password || !await accounts.Knows(caller.User, password, ct)) return AuthEndpoints.WrongPassword();

        var result = await ownerships.Close(caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);
        foreach (var e in result.Events)
            if (e.Event is SessionEnded ended) await signIns.Close(ended.SessionId, ct);
        await drafts.ForgetAll(caller.User, ct);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Handle(
        ICommand<User> command, HttpContext http, Caller caller, CommandHandler commands, IEventStore store, TimeProvider clock, CancellationToken ct)
    {
        var result = await commands.Handle(command, caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return Sized.Ok((await Find(caller.User, true, commands, clock, ct))!, ApiJson.Default.UserResource);
    }

    private static Task<UserResource?> Find(UserId id, bool withEmail, CommandHandler commands, TimeProvider clock, CancellationToken ct) =>
        commands.Ask<User, UserResource?>(
            StreamName.For(id), (u, _) => u.Exists ? UserResource.Of(id, u, withEmail, clock.GetUtcNow()) : null, ct);

    /// <summary>The read model says where to look, the state at the head of the log whether it is so still.</summary>
    private static async Task<bool> Share(UserId me, UserId other, Callers callers, WorkspaceQueries workspaces, CancellationToken ct)
    {
        foreach (var workspace in await workspaces.Shared(me, other, ct))
            if (await callers.RoleOf(workspace, me, ct) is not null && await callers.RoleOf(workspace, other, ct) is not null) return true;
        return false;
    }
}

public sealed record ChangeProfileRequest(string? DisplayName, string? AvatarUrl, string? TimeZone);

/// <param name="Until">When it ends by itself.</param>
public sealed record ChangeStatusRequest(string? Text, string? Emoji, DateTimeOffset? Until);

public sealed record DeactivateRequest(string? Password);
