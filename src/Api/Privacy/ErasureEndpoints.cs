using System.Security.Claims;
using EventChat.Api.Compliance;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Privacy;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Privacy;

namespace EventChat.Api.Privacy;

internal static class ErasureEndpoints
{
    public static IEndpointRouteBuilder MapErasures(this IEndpointRouteBuilder routes)
    {
        var erasures = routes.MapGroup("/compliance").WithTags("Compliance");
        erasures.MapPost("/workspaces/{workspaceId}/erasures", Order).WithSummary("Erase a person: they leave the workspace, and what they wrote in it is destroyed for ever, as an officer")
            .Limited(RateKind.Compliance).Repeatable().Produces<ErasureResource>(201);
        erasures.MapGet("/workspaces/{workspaceId}/erasures", List).WithSummary("Erasures, newest first, as an officer").Limited(RateKind.Compliance).Produces<ListOf<ErasureResource>>();
        erasures.MapGet("/erasures/{erasureId}", Read).WithSummary("An erasure and how far it is, as an officer").Limited(RateKind.Compliance).Produces<ErasureResource>();
        erasures.MapPost("/erasures/{erasureId}/approve", Approve).WithSummary("Approve an erasure that another officer ordered").Limited(RateKind.Compliance).Refuses(409).Produces<ErasureResource>();
        erasures.MapDelete("/erasures/{erasureId}", Withdraw).WithSummary("Withdraw an erasure that nobody has approved yet, as an officer").Limited(RateKind.Compliance).Refuses(409).Produces(204);
        erasures.MapPut("/workspaces/{workspaceId}/second-officer", Require).WithSummary("Whether an erasure takes a second officer, as an owner").Limited(RateKind.Compliance).Produces<SecondOfficerResource>();
        return routes;
    }

    private static async Task<IResult> Order(
        WorkspaceId workspaceId, OrderErasureRequest body, HttpContext http, ClaimsPrincipal user, Officers officers, ErasureDesk desk, CancellationToken ct)
    {
        var (key, caller) = (Idempotency.Key(http), Callers.Of(user));
        if (await officers.Refuses(workspaceId, user, ct) is { } hidden) return Problem.Of(hidden);
        if ((Idempotency.Refuses(key) ?? Fields.Line(body.Reason, "reason", 1, Officers.MaxReason)) is { } malformed) return Problem.Of(malformed);
        if (body.UserId is not { } person) return Problem.Of(new FieldInvalid("userId", "'userId' says whom to erase."));

        var id = Idempotency.IdFor(key, 'E', caller.User, $"erasures of {workspaceId}", ErasureId.New);
        var result = await desk.Order(new(workspaceId, id, person, body.Reason!.Trim()), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        var order = await desk.Settled(workspaceId, id, ct);
        http.Tell(await desk.Head(ct));
        return Sized.Created(ErasureResource.Of(order), ApiJson.Default.ErasureResource);
    }

    private static async Task<IResult> List(WorkspaceId workspaceId, ClaimsPrincipal user, Officers officers, ErasureDesk desk, CancellationToken ct, string? reason = null) =>
        await officers.RefusesToShow(workspaceId, user, "erasures", null, reason, ct) is { } hidden ? Problem.Of(hidden)
        : Sized.Ok(new ListOf<ErasureResource>([.. (await desk.All(workspaceId, ct)).Reverse().Select(ErasureResource.Of)], null), ApiJson.Default.ListOfErasureResource);

    private static async Task<IResult> Read(ErasureId erasureId, ClaimsPrincipal user, Officers officers, ErasureDesk desk, CancellationToken ct)
    {
        if (await desk.HomeOf(erasureId, ct) is not { } workspace) return Problem.Of(new ErasureNotFound(erasureId));
        if (await officers.RefusesToShow(workspace, user, "erasures", null, null, ct) is { } hidden) return Problem.Of(hidden is WorkspaceNotFound ? new ErasureNotFound(erasureId) : hidden);
        return await desk.Find(workspace, erasureId, ct) is { } order ? Sized.Ok(ErasureResource.Of(order), ApiJson.Default.ErasureResource) : Problem.Of(new ErasureNotFound(erasureId));
    }

    private static async Task<IResult> Approve(ErasureId erasureId, HttpContext http, ClaimsPrincipal user, Officers officers, ErasureDesk desk, CancellationToken ct)
    {
        if (await desk.HomeOf(erasureId, ct) is not { } workspace) return Problem.Of(new ErasureNotFound(erasureId));
        if (await officers.Refuses(workspace, user, ct) is { } hidden) return Problem.Of(hidden is WorkspaceNotFound ? new ErasureNotFound(erasureId) : hidden);
        if ((await desk.Approve(new(workspace, erasureId), Callers.Of(user), ct)).Refusal is { } refusal) return Problem.Of(refusal);
        var order = await desk.Settled(workspace, erasureId, ct);
        http.Tell(await desk.Head(ct));
        return Sized.Ok(ErasureResource.Of(order), ApiJson.Default.ErasureResource);
    }

    private static async Task<IResult> Withdraw(ErasureId erasureId, HttpContext http, ClaimsPrincipal user, Officers officers, ErasureDesk desk, CancellationToken ct)
    {
        if (await desk.HomeOf(erasureId, ct) is not { } workspace) return Problem.Of(new ErasureNotFound(erasureId));
        if (await officers.Refuses(workspace, user, ct) is { } hidden) return Problem.Of(hidden is WorkspaceNotFound ? new ErasureNotFound(erasureId) : hidden);
        if ((await desk.Withdraw(new(workspace, erasureId), Callers.Of(user), ct)).Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await desk.Head(ct));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Require(WorkspaceId workspaceId, SecondOfficerResource body, HttpContext http, ClaimsPrincipal user, ErasureDesk desk, CancellationToken ct)
    {
        if ((await desk.Require(new(workspaceId, body.Required), Callers.Of(user), ct)).Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await desk.Head(ct));
        return Sized.Ok(body, ApiJson.Default.SecondOfficerResource);
    }
}

/// <param name="UserId">Who is in the workspace, or was.</param>
/// <param name="Reason">1 to 500 characters; it stays on record.</param>
public sealed record OrderErasureRequest(UserId? UserId, string? Reason);

public sealed record SecondOfficerResource(bool Required);

/// <param name="State"><c>waiting</c> for a second officer, <c>running</c>, <c>done</c> or <c>withdrawn</c>.</param>
/// <param name="Channels">In how many there was something of the person; absent until it is done.</param>
/// <param name="WithAccount">Whether the account went too, because it was in no other workspace.</param>
public sealed record ErasureResource(
    ErasureId Id, UserId UserId, ErasureState State, string Reason, UserId OrderedBy, DateTimeOffset OrderedAt, UserId? ApprovedBy, DateTimeOffset? DoneAt, int? Channels, bool? WithAccount)
{
    internal static ErasureResource Of(Erasure order) => new(
        order.Id, order.Facts.UserId, order.State, order.Facts.Reason, order.By, order.At, order.ApprovedBy, order.DoneAt, order.Channels, order.WithAccount);
}
