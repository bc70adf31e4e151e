using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Users;

internal static class UserEndpoints
{
    public static IEndpointRouteBuilder MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/users").WithTags("Users");
        users.MapGet("/me", GetMe).WithSummary("Yourself").Produces<UserResource>();
        users.MapGet("/{userId}", GetUser).WithSummary("Somebody").Produces<UserResource>();
        return routes;
    }

    private static async Task<IResult> GetMe(ClaimsPrincipal user, CommandHandler commands, CancellationToken ct) =>
        await Find(Callers.Of(user).User, commands, withEmail: true, ct);

    private static async Task<IResult> GetUser(UserId userId, ClaimsPrincipal user, CommandHandler commands, CancellationToken ct) =>
        await Find(userId, commands, withEmail: userId == Callers.Of(user).User, ct);

    private static async Task<IResult> Find(UserId id, CommandHandler commands, bool withEmail, CancellationToken ct) =>
        await commands.Ask<User, UserResource?>(
            StreamName.For(id), (u, _) => u.Exists ? new(id, u.Username, u.DisplayName, withEmail ? u.Email : null) : null, ct) is { } found
            ? Sized.Ok(found, ApiJson.Default.UserResource)
            : new Problem(StatusCodes.Status404NotFound, "user.not-found", $"There is no user {id}.");
}

/// <param name="Email">Only for oneself.</param>
public sealed record UserResource(UserId Id, string Username, string DisplayName, string? Email);
