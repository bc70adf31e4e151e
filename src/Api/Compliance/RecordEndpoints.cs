using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Api.Compliance;

internal static class RecordEndpoints
{
    public static IEndpointRouteBuilder MapRecord(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/compliance/workspaces/{workspaceId}/record", List).WithTags("Compliance")
            .WithSummary("All that officers were shown and did, newest first, as an officer or an owner; asking for it is on record too").Limited(RateKind.Compliance)
            .Produces<ListOf<RecordResource>>();
        return routes;
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, Officers officers, IEventStore store, CancellationToken ct, int? limit = null, string? before = null, string? reason = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var version = long.MaxValue;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out version)) return Problem.Of(new CursorInvalid("before"));
        if (await officers.RefusesToShowOwners(workspaceId, user, "record", new Asked(Cursor: before), reason, ct) is { } hidden) return Problem.Of(hidden);

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await store.ReadStreamBackwards(StreamName.ForGovernance(workspaceId), version, ct).Take(size + 1).ToListAsync(ct), size);
        return Sized.Ok(new ListOf<RecordResource>([.. page.Select(RecordResource.Of)], more ? $"{page[^1].Version}" : null), ApiJson.Default.ListOfRecordResource);
    }
}

/// <summary>One thing that an officer was shown or did, or that was done to what is kept.</summary>
/// <param name="Version">Its place in the record: 1, 2, 3, … dense; the cursor is one too.</param>
/// <param name="Action">The public name of the event, such as <c>governance.shown</c>.</param>
public sealed record RecordResource(long Version, long Position, DateTimeOffset At, UserId Actor, SessionId? Session, string Action, JsonElement Data)
{
    internal static RecordResource Of(RecordedEvent e) => new(
        e.Version, e.Position.Value, e.RecordedAt, e.Actor, e.Context.Session, EventTypes.PublicName(e.Type), JsonElement.Parse(e.PublicData.Span));
}
