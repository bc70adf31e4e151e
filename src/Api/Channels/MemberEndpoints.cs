using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Workspaces;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Projections.Members;
using EventChat.Projections.Users;

namespace EventChat.Api.Channels;

internal static class MemberEndpoints
{
    public static IEndpointRouteBuilder MapMembers(this IEndpointRouteBuilder routes)
    {
        var members = routes.MapGroup("/channels/{channelId}").WithTags("Members");
        members.MapPost("/join", Join).ForApps(AppScopes.ChannelsWrite).WithSummary("Join a public channel").Limited(RateKind.Joins).Produces<MemberResource>();
        members.MapPost("/leave", Leave).ForApps(AppScopes.ChannelsWrite).WithSummary("Leave it").Limited(RateKind.Joins).Produces(204);
        members.MapGet("/members", List).ForApps(AppScopes.ChannelsRead).WithSummary("Who is in it").ReadsFrom("members", "users").Produces<ListOf<MemberResource>>();
        members.MapPut("/members/{userId}", Add).ForApps(AppScopes.ChannelsWrite).WithSummary("Add somebody: to a public channel as an admin, to a private one as a member of it").Produces<MemberResource>();
        members.MapDelete("/members/{userId}", Remove).ForApps(AppScopes.ChannelsWrite).WithSummary("Remove somebody, as an admin").Produces(204);
        return routes;
    }

    private static async Task<IResult> Join(
        ChannelId channelId, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, Departures departures)
    {
        var caller = await callers.In(channelId, user, http.RequestAborted);
        var result = await channels.Handle(new JoinChannel(channelId), caller, CancellationToken.None);
        return await departures.TakesBack(channelId, caller.User, result, CancellationToken.None)
            ? Problem.Of(new ChannelNotFound(channelId))
            : await Added(result, caller.User, http, channels, http.RequestAborted);
    }

    private static async Task<IResult> Leave(
        ChannelId channelId, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, Departures departures, CancellationToken ct) =>
        await Gone(await channels.Handle(new LeaveChannel(channelId), await callers.In(channelId, user, ct), ct), http, channels, departures, ct);

    private static async Task<IResult> Add(
        ChannelId channelId, UserId userId, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, Departures departures,
        CancellationToken ct)
    {
        var caller = await callers.In(channelId, user, ct);
        var isInWorkspace = await callers.HomeOf(channelId, ct) is { } workspace && await callers.RoleOf(workspace, userId, ct) is not null;
        var result = await channels.Handle(new AddMember(channelId, userId, isInWorkspace), caller, CancellationToken.None);
        return await departures.TakesBack(channelId, userId, result, CancellationToken.None)
            ? Problem.Of(new MemberNotInWorkspace(userId))
            : await Added(result, userId, http, channels, ct);
    }

    private static async Task<IResult> Remove(
        ChannelId channelId, UserId userId, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, Departures departures,
        CancellationToken ct) =>
        await Gone(await channels.Handle(new RemoveMember(channelId, userId), await callers.In(channelId, user, ct), ct), http, channels, departures, ct);

    private static async Task<IResult> List(
        ChannelId channelId, ClaimsPrincipal user, Callers callers, MemberQueries members, UserQueries users, CancellationToken ct, int? limit = null,
        string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (after is not null && !Id.TryParse<UserId>(after, out _)) return Problem.Of(new CursorInvalid("after"));
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await members.Of(channelId, after ?? "", size + 1, ct), size);
        var named = await users.Find([.. page.Select(static m => m.UserId)], ct);
        return Sized.Ok(
            new ListOf<MemberResource>(
                [.. page.Select(m => new MemberResource(
                    m.UserId, named.GetValueOrDefault(m.UserId)?.Username, named.GetValueOrDefault(m.UserId)?.DisplayName, m.JoinedAt))],
                more ? page[^1].UserId.ToString() : null),
            ApiJson.Default.ListOfMemberResource);
    }

    private static async Task<IResult> Added(CommandResult result, UserId member, HttpContext http, ChannelCommands channels, CancellationToken ct)
    {
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await channels.PositionOf(result, ct));
        return Sized.Ok(await channels.Show(member, result.Last is { Event: MemberJoined } joined ? joined.RecordedAt : null, ct), ApiJson.Default.MemberResource);
    }

    /// <summary>Answered once no list shows the person in the channel any more.</summary>
    private static async Task<IResult> Gone(CommandResult result, HttpContext http, ChannelCommands channels, Departures departures, CancellationToken ct)
    {
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        var position = await channels.PositionOf(result, ct);
        if (await departures.Shown(position, ct) is { } unfinished) return Problem.Of(unfinished);
        http.Tell(position);
        return TypedResults.NoContent();
    }
}

/// <param name="JoinedAt">Absent in the answer to a change that changed nothing.</param>
public sealed record MemberResource(UserId Id, string? Username, string? DisplayName, DateTimeOffset? JoinedAt);
