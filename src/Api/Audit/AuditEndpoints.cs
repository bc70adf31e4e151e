using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Nodes;
using EventChat.Api.Http;
using EventChat.Commands.Channels;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Projections.Audit;

namespace EventChat.Api.Audit;

internal static class AuditEndpoints
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<RefusedAccess>();

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/workspaces/{workspaceId}/audit-log", List).WithTags("Admin")
            .WithSummary("What was done to the workspace, its channels and people, newest first").ReadsFrom("audit", "members").Refuses(403).Produces<ListOf<AuditResource>>();
        return routes;
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, Callers callers, AuditQueries audit, CancellationToken ct, UserId? actor = null, string? action = null,
        DateTimeOffset? from = null, DateTimeOffset? to = null, int? limit = null, string? before = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var position = long.MaxValue;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out position)) return Problem.Of(new CursorInvalid("before"));
        if (action?.Contains('\0', StringComparison.Ordinal) == true) return Problem.Of(new FieldInvalid("action", "'action' is the name of an event."));
        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));
        if (!caller.IsAdmin) return Problem.Of(new AdminsOnly("read the audit log"));

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await audit.Before(workspaceId, caller.User, new(actor, action, from, to), position, size + 1, ct), size);
        HashSet<ChannelId> hidden = [];
        foreach (var channel in page.Where(static row => row.IsPrivate).Select(static row => row.ChannelId!.Value).Distinct())
            if (await callers.Reader(channel, user, ct) is null) hidden.Add(channel);
        return Sized.Ok(
            new ListOf<AuditResource>(
                [.. page.Where(row => !row.IsPrivate || !hidden.Contains(row.ChannelId!.Value)).Select(AuditResource.Of)],
                more ? page[^1].Position.ToString(CultureInfo.InvariantCulture) : null),
            ApiJson.Default.ListOfAuditResource);
    }
}

/// <param name="Action">The public name of the event.</param>
/// <param name="Target">Whom or what it was done to.</param>
/// <param name="Address">Where the session came from; absent where that is not known.</param>
/// <param name="Before">What was changed, as it was.</param>
public sealed record AuditResource(
    long Position, DateTimeOffset At, UserId Actor, string Action, string Target, ChannelId? ChannelId, SessionId? Session, string? Address, string? Device,
    JsonObject? Before, JsonObject? After)
{
    public static AuditResource Of(AuditView row) => new(
        row.Position, row.At, row.Actor, row.Action, row.Target, row.ChannelId, row.Session, row.Address, row.Device, row.Before, row.After);
}
