using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Workspaces;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;

namespace EventChat.Api.Channels;

/// <summary>Direct messages, which are channels once they are there.</summary>
internal static class DirectEndpoints
{
    public static IEndpointRouteBuilder MapDirects(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/workspaces/{workspaceId}/dms", Open).ForApps(AppScopes.ChannelsWrite).WithTags("Channels").WithSummary("Find or make the direct message of you and some people")
            .Limited(RateKind.Channels).Repeatable().Produces<ChannelResource>().Produces<ChannelResource>(201);
        routes.MapPost("/channels/{channelId}/dms", Enlarge).ForApps(AppScopes.ChannelsWrite).WithTags("Channels").WithSummary("Find or make the direct message of the people of this one and some more; this one stays as it is")
            .Limited(RateKind.Channels).Repeatable().Produces<ChannelResource>().Produces<ChannelResource>(201);
        return routes;
    }

    private static async Task<IResult> Open(
        WorkspaceId workspaceId, OpenDirectRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, Departures departures,
        Closing closing, CancellationToken ct)
    {
        if (Idempotency.Refuses(Idempotency.Key(http)) is { } malformed) return Problem.Of(malformed);
        if (body.UserIds is not { } others) return Problem.Of(new FieldInvalid("userIds", "'userIds' says with whom; none is a note to yourself."));
        return await Meet(workspaceId, others, http, user, callers, channels, departures, closing, ct);
    }

    private static async Task<IResult> Enlarge(
        ChannelId channelId, OpenDirectRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, Departures departures,
        Closing closing, CancellationToken ct)
    {
        if (Idempotency.Refuses(Idempotency.Key(http)) is { } malformed) return Problem.Of(malformed);
        if (await callers.Reader(channelId, user, ct) is not { } access) return Problem.Of(new ChannelNotFound(channelId));
        if (access.Kind != ChannelKind.Direct) return Problem.Of(new NoDirect(channelId));
        if (body.UserIds is not { Count: > 0 } others) return Problem.Of(new FieldInvalid("userIds", "'userIds' says who comes to those who are in it."));
        return await Meet(access.WorkspaceId, (await channels.Show(channelId, ct)).UserIds!.Concat(others), http, user, callers, channels, departures, closing, ct);
    }

    private static async Task<IResult> Meet(
        WorkspaceId workspaceId, IEnumerable<UserId> others, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, Departures departures,
        Closing closing, CancellationToken ct)
    {
        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is not { } role) return Problem.Of(new WorkspaceNotFound(workspaceId));
        if (role == WorkspaceRole.Guest) return Problem.Of(new GuestsMayNot("begin direct messages"));
        var people = others.Append(caller.User).Distinct().ToList();
        if (people.Count > OpenDirect.MostPeople) return Problem.Of(new TooManyPeople());
        foreach (var other in people)
            if (other != caller.User && await callers.RoleOf(workspaceId, other, ct) is null) return Problem.Of(new MemberNotInWorkspace(other));
        if (await closing.IsBeingDeleted(workspaceId, ct)) return Problem.Of(new WorkspaceBeingDeleted(workspaceId));

        var command = new OpenDirect(workspaceId, people);
        var result = await channels.Handle(command, caller, CancellationToken.None);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        UserId? gone = null;
        foreach (var joined in result.Events.Select(static e => e.Event).OfType<MemberJoined>())
            if (await departures.TakesBack(command.ChannelId, joined.UserId, result, CancellationToken.None)) gone = joined.UserId;
        await closing.Settle(workspaceId, command.ChannelId, CancellationToken.None);
        if (gone is { } person) return Problem.Of(person == caller.User ? new WorkspaceNotFound(workspaceId) : new MemberNotInWorkspace(person));

        http.Tell(await channels.PositionOf(result, ct));
        var shown = await channels.Show(command.ChannelId, ct);
        if (result.Events is not [{ Event: ChannelCreated }, ..]) return Sized.Ok(shown, ApiJson.Default.ChannelResource);
        http.Response.Headers.Location = $"/api/v1/channels/{command.ChannelId}";
        return Sized.Created(shown, ApiJson.Default.ChannelResource);
    }
}

public sealed record OpenDirectRequest(IReadOnlyList<UserId>? UserIds);
