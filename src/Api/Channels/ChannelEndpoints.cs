using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Workspaces;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using EventChat.Projections.Channels;

namespace EventChat.Api.Channels;

internal static class ChannelEndpoints
{
    public static IEndpointRouteBuilder MapChannels(this IEndpointRouteBuilder routes)
    {
        var channels = routes.MapGroup("").WithTags("Channels");
        channels.MapPost("/workspaces/{workspaceId}/channels", Create).ForApps(AppScopes.ChannelsWrite).WithSummary("Make a channel; you are its first member").Limited(RateKind.Channels).Repeatable()
            .Produces<ChannelResource>(201);
        channels.MapGet("/workspaces/{workspaceId}/channels", List).ForApps(AppScopes.ChannelsRead).WithSummary("The channels that you may see, by name").ReadsFrom("channels", "members", "inbox")
            .Produces<ListOf<ChannelResource>>();
        channels.MapGet("/channels/{channelId}", Get).ForApps(AppScopes.ChannelsRead).WithSummary("A channel, at the head of the log").Produces<ChannelResource>();
        channels.MapPatch("/channels/{channelId}", Change).ForApps(AppScopes.ChannelsWrite).WithSummary("Rename it, set its topic or purpose, as an admin").Limited(RateKind.Channels).Produces<ChannelResource>();
        channels.MapPost("/channels/{channelId}/archive", Archive).ForApps(AppScopes.ChannelsWrite).WithSummary("Close it for writing, as an admin").Limited(RateKind.Channels).Produces<ChannelResource>();
        channels.MapPost("/channels/{channelId}/unarchive", Unarchive).ForApps(AppScopes.ChannelsWrite).WithSummary("Open it again, as an admin").Limited(RateKind.Channels).Produces<ChannelResource>();
        return routes;
    }

    private static async Task<IResult> Create(
        WorkspaceId workspaceId, CreateChannelRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels,
        Departures departures, Closing closing, CancellationToken ct)
    {
        var key = Idempotency.Key(http);
        var refusal = Idempotency.Refuses(key) ?? Fields.Line(body.Name, "name", 1, 80) ?? Fields.Text(body.Topic, "topic", 1024)
            ?? Fields.Text(body.Purpose, "purpose", 1024)
            ?? (body.Kind == ChannelKind.Direct ? new FieldInvalid("kind", "A direct message is made at /dms, by naming its people.") : null);
        if (refusal is not null) return Problem.Of(refusal);

        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));
        if (caller.Role == WorkspaceRole.Guest) return Problem.Of(new GuestsMayNot("create channels"));

        if (await closing.IsBeingDeleted(workspaceId, ct)) return Problem.Of(new WorkspaceBeingDeleted(workspaceId));

        var id = Idempotency.IdFor(key, 'C', caller.User, workspaceId.ToString(), ChannelId.New);
        var command = new CreateChannel(id, workspaceId, Fields.Name(body.Name!), body.Kind ?? ChannelKind.Public, body.Topic ?? "", body.Purpose ?? "");
        var result = await channels.Create(command, caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);

        if (await departures.TakesBack(id, caller.User, result, ct)) return Problem.Of(new WorkspaceNotFound(workspaceId));
        await closing.Settle(workspaceId, id, ct);

        // A repeat may come from somebody who is no longer in it.
        if (await callers.Reader(id, user, ct) is null) return Problem.Of(new ChannelNotFound(id));

        http.Tell(result.Last!.Position);
        http.Response.Headers.Location = $"/api/v1/channels/{id}";
        return Sized.Created(await channels.Show(id, ct), ApiJson.Default.ChannelResource);
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, Callers callers, ChannelQueries channels, CancellationToken ct, int? limit = null, string? after = null,
        bool? hidden = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (ChannelCursor.Parse(after) is not { } cursor) return Problem.Of(new CursorInvalid("after"));
        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is not { } role) return Problem.Of(new WorkspaceNotFound(workspaceId));

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await channels.Visible(workspaceId, caller.User, role == WorkspaceRole.Guest, hidden == true, cursor, size + 1, ct), size);
        return Sized.Ok(
            new ListOf<ChannelResource>([.. page.Select(ChannelResource.Of)], more ? ChannelCursor.Of(page[^1]) : null), ApiJson.Default.ListOfChannelResource);
    }

    private static async Task<IResult> Get(ChannelId channelId, ClaimsPrincipal user, Callers callers, ChannelCommands channels, CancellationToken ct) =>
        await callers.Reader(channelId, user, ct) is null
            ? Problem.Of(new ChannelNotFound(channelId))
            : Sized.Ok(await channels.Show(channelId, ct), ApiJson.Default.ChannelResource);

    private static async Task<IResult> Change(
        ChannelId channelId, ChangeChannelRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, CancellationToken ct)
    {
        var refusal = (body.Name is null ? null : Fields.Line(body.Name, "name", 1, 80)) ?? Fields.Text(body.Topic, "topic", 1024)
            ?? Fields.Text(body.Purpose, "purpose", 1024);
        if (refusal is not null) return Problem.Of(refusal);

        var caller = await callers.In(channelId, user, ct);
        if (body.Name is { } name && await channels.Rename(channelId, Fields.Name(name), caller, ct) is { } refused) return Problem.Of(refused);
        return await Answer(await channels.Handle(new DescribeChannel(channelId, body.Topic, body.Purpose), caller, ct), channelId, http, channels, ct);
    }

    private static async Task<IResult> Archive(
        ChannelId channelId, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, CancellationToken ct) =>
        await Answer(await channels.Handle(new ArchiveChannel(channelId), await callers.In(channelId, user, ct), ct), channelId, http, channels, ct);

    private static async Task<IResult> Unarchive(
        ChannelId channelId, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, CancellationToken ct) =>
        await Answer(await channels.Handle(new UnarchiveChannel(channelId), await callers.In(channelId, user, ct), ct), channelId, http, channels, ct);

    private static async Task<IResult> Answer(CommandResult result, ChannelId channelId, HttpContext http, ChannelCommands channels, CancellationToken ct)
    {
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await channels.PositionOf(result, ct));
        return Sized.Ok(await channels.Show(channelId, ct), ApiJson.Default.ChannelResource);
    }
}

public sealed record CreateChannelRequest(string? Name, ChannelKind? Kind, string? Topic, string? Purpose);

/// <summary>What is left out stays as it is.</summary>
public sealed record ChangeChannelRequest(string? Name, string? Topic, string? Purpose);

/// <param name="LastNumber">Number of the newest message, at the head of the log; absent in lists.</param>
/// <param name="UserIds">Who is in it, of a direct message.</param>
public sealed record ChannelResource(
    ChannelId Id, WorkspaceId WorkspaceId, string Name, ChannelKind Kind, string Topic, string Purpose, bool IsArchived, int MemberCount, int? LastNumber = null,
    long? Version = null, IReadOnlyList<UserId>? UserIds = null)
{
    public static ChannelResource Of(ChannelView view) => new(
        Events.Id.Parse<ChannelId>(view.Id), view.WorkspaceId, view.Name, view.Kind, view.Topic, view.Purpose, view.IsArchived, view.MemberCount,
        UserIds: view.UserIds);
}

/// <summary>Name and id of the last channel of a page.</summary>
internal static class ChannelCursor
{
    public static string Of(ChannelView last) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes($"{last.Id}{last.Name}"));

    public static (string Name, string Id)? Parse(string? cursor)
    {
        if (cursor is null) return ("", "");
        if (cursor.Length is < 2 * Events.Id.Length or > 1000 || cursor.Length % 2 == 1 || !cursor.All(char.IsAsciiHexDigit)) return null;
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromHexString(cursor));
        return text.Length < Events.Id.Length || text.Contains('\0', StringComparison.Ordinal) ? null : (text[Events.Id.Length..], text[..Events.Id.Length]);
    }
}
