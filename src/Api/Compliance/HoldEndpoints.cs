using System.Globalization;
using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Store;

namespace EventChat.Api.Compliance;

internal static class HoldEndpoints
{
    private const int MaxName = 200, MaxQuery = 500;

    public static IEndpointRouteBuilder MapHolds(this IEndpointRouteBuilder routes)
    {
        var holds = routes.MapGroup("/compliance").WithTags("Compliance");
        holds.MapPost("/workspaces/{workspaceId}/holds", Place).WithSummary("Keep what people said, or what was said in channels, in a time or with words in it, whatever rule or wish there is, as an officer")
            .Limited(RateKind.Compliance).Repeatable().Produces<HoldResource>(201);
        holds.MapGet("/workspaces/{workspaceId}/holds", List).WithSummary("Holds, newest first, those that were released too, as an officer").Limited(RateKind.Compliance).Produces<ListOf<HoldResource>>();
        holds.MapDelete("/holds/{holdId}", Release).WithSummary("Release a hold, as an officer").Limited(RateKind.Compliance).Produces(204);
        return routes;
    }

    private static async Task<IResult> Place(
        WorkspaceId workspaceId, PlaceHoldRequest body, HttpContext http, ClaimsPrincipal user, Officers officers, HoldDesk desk, CancellationToken ct)
    {
        var (key, caller) = (Idempotency.Key(http), Callers.Of(user));
        if (await officers.Refuses(workspaceId, user, ct) is { } hidden) return Problem.Of(hidden);
        if ((Idempotency.Refuses(key) ?? RefusesWords(body)) is { } malformed) return Problem.Of(malformed);

        var id = Idempotency.IdFor(key, 'H', caller.User, $"holds of {workspaceId}", HoldId.New);
        var result = await desk.Place(
            new(workspaceId, id, body.Name!.Trim(), body.UserIds ?? [], body.ChannelIds ?? [], body.From?.ToUniversalTime(), body.To?.ToUniversalTime(), body.Query?.Trim(), body.Reason?.Trim()),
            caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last!.Position);
        return await desk.Find(workspaceId, id, ct) is { } hold ? Sized.Created(HoldResource.Of(hold), ApiJson.Default.HoldResource) : Problem.Of(new HoldNotFound(id));
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, Officers officers, HoldDesk desk, CancellationToken ct, int? limit = null, string? before = null, string? reason = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var version = long.MaxValue;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out version)) return Problem.Of(new CursorInvalid("before"));
        if (await officers.RefusesToShow(workspaceId, user, "holds", new Asked(Cursor: before), reason, ct) is { } hidden) return Problem.Of(hidden);

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut([.. (await desk.All(workspaceId, ct)).Where(h => h.Version < version).OrderByDescending(static h => h.Version).Take(size + 1)], size);
        return Sized.Ok(new ListOf<HoldResource>([.. page.Select(HoldResource.Of)], more ? $"{page[^1].Version}" : null), ApiJson.Default.ListOfHoldResource);
    }

    private static async Task<IResult> Release(HoldId holdId, HttpContext http, ClaimsPrincipal user, HoldDesk desk, IEventStore store, CancellationToken ct, string? reason = null)
    {
        if (Officers.RefusesReason(reason) is { } malformed) return Problem.Of(malformed);
        var result = await desk.Release(holdId, reason?.Trim(), user, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    private static Refusal? RefusesWords(PlaceHoldRequest body) =>
        Fields.Line(body.Name, "name", 1, MaxName) ?? (body.Query is null ? null : Fields.Line(body.Query, "query", 1, MaxQuery)) ?? Officers.RefusesReason(body.Reason);
}

/// <param name="Name">1 to 200 characters.</param>
/// <param name="UserIds">People who are in the workspace or were; none for everybody. A hold is over what all of these are true of.</param>
/// <param name="ChannelIds">Also private ones and direct messages; none for all.</param>
/// <param name="From">Left out for the beginning.</param>
/// <param name="To">The first moment that is no longer meant; left out for what is still to be said too.</param>
/// <param name="Query">Words: everything that they might be found in is kept, so that no search decides what is destroyed.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record PlaceHoldRequest(
    string? Name, IReadOnlyList<UserId>? UserIds, IReadOnlyList<ChannelId>? ChannelIds, DateTimeOffset? From, DateTimeOffset? To, string? Query, string? Reason);

/// <param name="Version">In the record, where it came into force; the cursor is one too.</param>
public sealed record HoldResource(
    HoldId Id, string Name, IReadOnlyList<UserId> UserIds, IReadOnlyList<ChannelId> ChannelIds, DateTimeOffset? From, DateTimeOffset? To, string? Query, string? Reason, UserId PlacedBy,
    DateTimeOffset PlacedAt, long Version, UserId? ReleasedBy, DateTimeOffset? ReleasedAt, string? ReleaseReason)
{
    internal static HoldResource Of(Hold h) => new(
        h.Id, h.Facts.Name, h.Facts.UserIds, h.Facts.ChannelIds, h.Facts.From, h.Facts.To, h.Facts.Query, h.Facts.Reason, h.By, h.At, h.Version, h.Released?.By, h.Released?.At,
        h.Released?.Reason);
}
