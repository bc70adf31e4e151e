using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Commands.Apps;
using EventChat.Commands.Emoji;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Emoji;
using EventChat.Events.Store;
using EventChat.Projections.Emoji;

namespace EventChat.Api.Emoji;

internal static class EmojiEndpoints
{
    public static IEndpointRouteBuilder MapEmoji(this IEndpointRouteBuilder routes)
    {
        var emoji = routes.MapGroup("/workspaces/{workspaceId}/emoji").WithTags("Emoji");
        emoji.MapPost("/", Add).WithSummary("Bring a picture that everybody here may react with; the name makes it safe to repeat").Repeatable().Produces<EmojiResource>(201);
        emoji.MapGet("/", List).ForApps(AppScopes.MessagesRead).WithSummary("The workspace's own emoji, by name").ReadsFrom(EmojiProjection.Name).Produces<ListOf<EmojiResource>>();
        emoji.MapDelete("/{name}", Remove).WithSummary("Remove your own; admins any. Reactions with it stay").Produces(204);
        return routes;
    }

    private static async Task<IResult> Add(
        WorkspaceId workspaceId, AddEmojiRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, CancellationToken ct)
    {
        var malformed = Idempotency.Refuses(Idempotency.Key(http)) ?? Fields.Url(body.Url, "url") ?? (body.Url is null or "" ? new FieldInvalid("url", "'url' is the https address of the picture.") : null);
        if (malformed is not null) return Problem.Of(malformed);

        var result = await commands.Handle(new AddEmoji(workspaceId, Bare(body.Name ?? ""), body.Url!), Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal is IdempotencyKeyReused ? new EmojiNameTaken(Bare(body.Name ?? "")) : refusal);

        var (recorded, added) = (result.Last!, (EmojiAdded)result.Last!.Event);
        http.Tell(recorded.Position);
        return Sized.Created(new EmojiResource(added.Name, workspaceId, added.Name, added.Url, recorded.Actor, recorded.RecordedAt), ApiJson.Default.EmojiResource);
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, Callers callers, EmojiQueries emoji, CancellationToken ct, int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (after is not null && !CustomEmoji.IsName(after)) return Problem.Of(new CursorInvalid("after"));
        if ((await callers.In(workspaceId, user, ct)).Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await emoji.Of(workspaceId, after ?? "", size + 1, ct), size);
        return Sized.Ok(
            new ListOf<EmojiResource>([.. page.Select(static e => new EmojiResource(e.Name, e.WorkspaceId, e.Name, e.Url, e.AddedBy, e.AddedAt))], more ? page[^1].Name : null),
            ApiJson.Default.ListOfEmojiResource);
    }

    private static async Task<IResult> Remove(
        WorkspaceId workspaceId, string name, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        var result = await commands.Handle(new RemoveEmoji(workspaceId, Bare(name)), Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    /// <summary>Colons around a name are how it is written, not part of it.</summary>
    private static string Bare(string name) => name is [':', .. var inner, ':'] ? inner : name;
}

/// <param name="Name">1 to 62 small letters, digits, dashes, underscores or plus signs; colons around it may be left out.</param>
/// <param name="Url">The https address of the picture, which clients load.</param>
public sealed record AddEmojiRequest(string? Name, string? Url);

/// <param name="Id">Its name, which is unique in the workspace.</param>
public sealed record EmojiResource(string Id, WorkspaceId WorkspaceId, string Name, string Url, UserId AddedBy, DateTimeOffset AddedAt);
