using System.Globalization;
using System.Security.Claims;
using EventChat.Adapters.Exports;
using EventChat.Api.Compliance;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Exports;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Exports;
using EventChat.Events.Store;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Exports;

internal static class ExportEndpoints
{
    private const int MaxName = 200, MaxQuery = 500;

    public static IServiceCollection AddExports(this IServiceCollection services)
    {
        services.AddOptions<ExportFileOptions>().Configure<IConfiguration>(static (options, settings) => options.DataFolder = settings["Data"] is { Length: > 0 } folder ? folder : "data");
        return services.AddSingleton<ExportRequests>();
    }

    public static IEndpointRouteBuilder MapExports(this IEndpointRouteBuilder routes)
    {
        var exports = routes.MapGroup("/compliance").WithTags("Compliance").Limited(RateKind.Compliance);
        exports.MapPost("/workspaces/{workspaceId}/exports", Request).WithSummary("Have a case written that anybody can verify, as an officer").Repeatable().Produces<ExportResource>(202);
        exports.MapPost("/workspaces/{workspaceId}/exports/preview", Preview).WithSummary("How much there would be in it, as an officer").Produces<ExportPreview>();
        exports.MapGet("/workspaces/{workspaceId}/exports", List).WithSummary("Exports, newest first, as an officer").Produces<ListOf<ExportResource>>();
        exports.MapGet("/exports/{exportId}", Get).WithSummary("How far an export is, as an officer").Produces<ExportResource>();
        exports.MapGet("/exports/{exportId}/download", Download).WithSummary("The archive, as an officer; docs/export-format.md says what is in it").Refuses(409).Produces(200, contentType: "application/zip");
        exports.MapDelete("/exports/{exportId}", Cancel).WithSummary("Stop an export and delete what there is of it, as an officer").Produces(204);
        return routes;
    }

    private static async Task<IResult> Request(
        WorkspaceId workspaceId, ExportRequest body, HttpContext http, ClaimsPrincipal user, Officers officers, ExportRequests requests, CancellationToken ct)
    {
        var (key, caller) = (Idempotency.Key(http), Callers.Of(user));
        if (await officers.Refuses(workspaceId, user, ct) is { } hidden) return Problem.Of(hidden);
        if ((Idempotency.Refuses(key) ?? RefusesWords(body)) is { } malformed) return Problem.Of(malformed);
        if (await requests.Refuses(workspaceId, body.Case, ct) is { } wrong) return Problem.Of(wrong);

        var id = Idempotency.IdFor(key, 'X', caller.User, $"exports of {workspaceId}", ExportId.New);
        var result = await requests.Request(workspaceId, id, body.Case, body.Reason?.Trim(), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last!.Position);
        http.Response.Headers.Location = $"/api/v1/compliance/exports/{id}";
        var (row, gone) = await requests.Find(id, user, ct);
        return row is null ? Problem.Of(gone!) : new SizedJson<ExportResource>(ExportResource.Of(row), ApiJson.Default.ExportResource, StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> Preview(
        WorkspaceId workspaceId, ExportRequest body, HttpContext http, ClaimsPrincipal user, Officers officers, ExportRequests requests, CancellationToken ct)
    {
        if (await officers.Refuses(workspaceId, user, ct) is { } hidden) return Problem.Of(hidden);
        if ((RefusesWords(body) ?? await requests.Refuses(workspaceId, body.Case, ct)) is { } wrong) return Problem.Of(wrong);
        var shown = await officers.Show(workspaceId, user, "export-preview", new Asked(From: body.Case.From, To: body.Case.To), body.Reason, ct);
        if (shown.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(shown.Last!.Position);
        return Sized.Ok(await requests.Preview(workspaceId, body.Case, ct), ApiJson.Default.ExportPreview);
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, Officers officers, ExportTable table, CancellationToken ct, int? limit = null, string? before = null, string? reason = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var position = long.MaxValue;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out position)) return Problem.Of(new CursorInvalid("before"));
        if (await officers.RefusesToShow(workspaceId, user, "exports", new Asked(Cursor: before), reason, ct) is { } hidden) return Problem.Of(hidden);

        var (page, more) = Paging.Cut(await table.Before(workspaceId, position, (limit ?? Paging.DefaultLimit) + 1, ct), limit ?? Paging.DefaultLimit);
        return Sized.Ok(
            new ListOf<ExportResource>([.. page.Select(ExportResource.Of)], more ? page[^1].Position.ToString(CultureInfo.InvariantCulture) : null), ApiJson.Default.ListOfExportResource);
    }

    private static async Task<IResult> Get(ExportId exportId, ClaimsPrincipal user, ExportRequests requests, CancellationToken ct)
    {
        var (row, refusal) = await requests.Find(exportId, user, ct);
        return row is null ? Problem.Of(refusal!) : Sized.Ok(ExportResource.Of(row), ApiJson.Default.ExportResource);
    }

    private static async Task<IResult> Download(
        ExportId exportId, ClaimsPrincipal user, Officers officers, ExportRequests requests, IOptions<ExportFileOptions> options, CancellationToken ct, string? reason = null)
    {
        var (row, refusal) = await requests.Find(exportId, user, ct);
        if (row is null) return Problem.Of(refusal!);
        var path = ExportRunner.ArchiveOf(options.Value.Path, exportId);
        if (row.State != ExportRow.Finished || !File.Exists(path)) return Problem.Of(new ExportNotReady(exportId));
        if (await officers.RefusesToShow(row.WorkspaceId, user, "export-download", new Asked(Position: row.Position), reason, ct) is { } hidden) return Problem.Of(hidden);
        return TypedResults.PhysicalFile(path, "application/zip", $"{exportId}.zip", enableRangeProcessing: true);
    }

    private static async Task<IResult> Cancel(ExportId exportId, HttpContext http, ClaimsPrincipal user, ExportRequests requests, IEventStore store, CancellationToken ct, string? reason = null)
    {
        if (Officers.RefusesReason(reason) is { } malformed) return Problem.Of(malformed);
        var (row, refusal) = await requests.Find(exportId, user, ct);
        if (row is null) return Problem.Of(refusal!);
        var result = await requests.Cancel(row, reason?.Trim(), Callers.Of(user), ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    private static Refusal? RefusesWords(ExportRequest body) =>
        Fields.Line(body.Name, "name", 1, MaxName) ?? (body.Query is null ? null : Fields.Line(body.Query, "query", 1, MaxQuery)) ?? Officers.RefusesReason(body.Reason);
}

/// <param name="Name">1 to 200 characters.</param>
/// <param name="CustodianIds">People who are in the workspace or were: what they did, and what happened where they were; none for everybody.</param>
/// <param name="ChannelIds">Also private ones and direct messages; none for all that a custodian ever was in.</param>
/// <param name="From">When it was recorded; left out for the beginning.</param>
/// <param name="To">The first moment that is no longer meant; left out for all there is.</param>
/// <param name="Query">Words that all have to be in a message, in whichever of its revisions.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record ExportRequest(
    string? Name, IReadOnlyList<UserId>? CustodianIds, IReadOnlyList<ChannelId>? ChannelIds, DateTimeOffset? From, DateTimeOffset? To, string? Query, string? Reason)
{
    internal ExportCase Case => new(Name?.Trim() ?? "", CustodianIds ?? [], ChannelIds ?? [], From?.ToUniversalTime(), To?.ToUniversalTime(), Query?.Trim());
}

/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Position">Where it was requested; the cursor is one too.</param>
/// <param name="Progress">In percent.</param>
/// <param name="Counts">Where it is done.</param>
/// <param name="Error">Why it failed.</param>
public sealed record ExportResource(ExportId Id, WorkspaceId WorkspaceId, long Position, string State, int Progress, ExportCounts? Counts, string? Error)
{
    internal static ExportResource Of(ExportRow row) => new(
        row.Id, row.WorkspaceId, row.Position, row.State, row.State == ExportRow.Finished ? 100 : row.Total == 0 ? 0 : (int)Math.Min(99, 100 * row.Done / row.Total), row.Counts, row.Error);
}
