using System.Globalization;
using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Channels;
using EventChat.Commands.Compliance;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Store;

namespace EventChat.Api.Compliance;

internal static class ReplayEndpoints
{
    public static IEndpointRouteBuilder MapReplay(this IEndpointRouteBuilder routes)
    {
        var replay = routes.MapGroup("/compliance/workspaces/{workspaceId}/replay").WithTags("Compliance");
        replay.MapGet("", Replay).WithSummary("A channel as it was at a position or a moment, and what it was to a person; without a channel the workspace, as an officer").Limited(RateKind.Compliance)
            .ReadsFrom("channels", "audit").Produces<ReplayResource>();
        replay.MapGet("/events", Step).WithSummary("A channel's events after a version, oldest first, with all of their data, as an officer").Limited(RateKind.Compliance)
            .Produces<ListOf<ReplayedEventResource>>();
        return routes;
    }

    private static async Task<IResult> Replay(
        WorkspaceId workspaceId, ClaimsPrincipal user, Officers officers, Places places, ReplayDesk desk, CancellationToken ct, ChannelId? channelId = null, long? position = null,
        DateTimeOffset? at = null, UserId? userId = null, int? limit = null, string? before = null, string? after = null, string? reason = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (before is not null && Paging.Number(before) is null) return Problem.Of(new CursorInvalid("before"));
        if (after is not null && !Id.TryParse<ChannelId>(after, out _)) return Problem.Of(new CursorInvalid("after"));
        if (await officers.Refuses(workspaceId, user, ct) is { } hidden) return Problem.Of(hidden);
        var (through, wrong) = await desk.Moment(position, at, ct);
        if (wrong is not null) return Problem.Of(wrong);
        if (channelId is { } named && await places.Elsewhere(workspaceId, [named], ct) is not null) return Problem.Of(new ChannelNotFound(named));
        var asked = new Asked(channelId, UserId: userId, Position: through.Value, At: at?.ToUniversalTime(), Cursor: before ?? after);
        if (await officers.RefusesToShow(workspaceId, user, "replay", asked, reason, ct) is { } unrecorded) return Problem.Of(unrecorded);

        var size = limit ?? Paging.DefaultLimit;
        var then = channelId is { } channel
            ? await desk.Channel(workspaceId, channel, through, userId, size, Paging.Number(before) ?? int.MaxValue, ct)
            : await desk.Workspace(workspaceId, through, after ?? "", size, ct);
        return then is null ? Problem.Of(new BeforeTheBeginning()) : Sized.Ok(then, ApiJson.Default.ReplayResource);
    }

    private static async Task<IResult> Step(
        WorkspaceId workspaceId, ClaimsPrincipal user, Officers officers, Places places, IEventStore store, CancellationToken ct, ChannelId? channelId = null, int? limit = null,
        string? after = null, string? reason = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var version = 0L;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out version)) return Problem.Of(new CursorInvalid("after"));
        if (await officers.Refuses(workspaceId, user, ct) is { } hidden) return Problem.Of(hidden);
        if (channelId is not { } channel) return Problem.Of(new FieldInvalid("channelId", "'channelId' is a channel of the workspace."));
        if (await places.Elsewhere(workspaceId, [channel], ct) is not null) return Problem.Of(new ChannelNotFound(channel));
        if (await officers.RefusesToShow(workspaceId, user, "replay-events", new Asked(channel, Cursor: after), reason, ct) is { } unrecorded) return Problem.Of(unrecorded);

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await store.ReadStream(StreamName.For(channel), version, ct).Take(size + 1).ToListAsync(ct), size);
        return Sized.Ok(new ListOf<ReplayedEventResource>([.. page.Select(ReplayedEventResource.Of)], more ? $"{page[^1].Version}" : null), ApiJson.Default.ListOfReplayedEventResource);
    }
}
