using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Store;
using EventChat.Projections.Compliance;

namespace EventChat.Api.Compliance;

internal static class RetentionEndpoints
{
    public static IEndpointRouteBuilder MapRetention(this IEndpointRouteBuilder routes)
    {
        var retention = routes.MapGroup("/compliance/workspaces/{workspaceId}/retention").WithTags("Compliance");
        retention.MapGet("", Get).WithSummary("How long is kept what is said, as an officer").Limited(RateKind.Compliance).Produces<RetentionResource>();
        retention.MapPut("", Set).WithSummary("Say how long is kept what is said, as an officer; where rules clash the longest counts, and the answer says where").Limited(RateKind.Compliance)
            .Produces<RetentionResource>();
        retention.MapPost("/dry-run", DryRun).WithSummary("What would go, and what a hold, a pin or a longer rule would keep; a page is some channels, as an officer").Limited(RateKind.Compliance)
            .Produces<DryRunResource>();
        return routes;
    }

    private static async Task<IResult> Get(WorkspaceId workspaceId, ClaimsPrincipal user, Officers officers, RetentionDesk desk, CancellationToken ct, string? reason = null) =>
        await officers.RefusesToShow(workspaceId, user, "retention", null, reason, ct) is { } hidden ? Problem.Of(hidden)
        : Sized.Ok(await desk.Show(workspaceId, ct), ApiJson.Default.RetentionResource);

    private static async Task<IResult> Set(
        WorkspaceId workspaceId, RetentionRequest body, HttpContext http, ClaimsPrincipal user, Officers officers, RetentionDesk desk, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        if (await officers.Refuses(workspaceId, user, ct) is { } hidden) return Problem.Of(hidden);
        if (body.Rules is not { } asked || asked.Any(static r => r is null)) return Problem.Of(new FieldInvalid("rules", "'rules' is a list of rules; none to keep everything for ever."));
        if (Officers.RefusesReason(body.Reason) is { } malformed) return Problem.Of(malformed);
        var rules = asked.Select(static r => r.Rule).ToList();
        if ((SetRetention.RefusesRules(rules) ?? await desk.Elsewhere(workspaceId, rules, ct)) is { } wrong) return Problem.Of(wrong);

        var result = await commands.Handle(new SetRetention(workspaceId, rules, body.Reason?.Trim()), Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return Sized.Ok(await desk.Show(workspaceId, ct), ApiJson.Default.RetentionResource);
    }

    private static async Task<IResult> DryRun(
        WorkspaceId workspaceId, DryRunRequest body, HttpContext http, ClaimsPrincipal user, Officers officers, RetentionDesk desk, TimeProvider clock, CancellationToken ct, int? limit = null,
        string? after = null)
    {
        if (await officers.Refuses(workspaceId, user, ct) is { } hidden) return Problem.Of(hidden);
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (after is not null && !Id.TryParse<ChannelId>(after, out _)) return Problem.Of(new CursorInvalid("after"));
        if (body.Rules?.Any(static r => r is null) == true) return Problem.Of(new FieldInvalid("rules", "'rules' is a list of rules; leave it out for those that are set."));
        var (rules, _, holds) = await desk.State(workspaceId, ct);
        if (body.Rules is { } tried) rules = [.. tried.Select(static r => r.Rule)];
        if ((SetRetention.RefusesRules(rules) ?? await desk.Elsewhere(workspaceId, rules, ct)) is { } wrong) return Problem.Of(wrong);
        var shown = await officers.Show(workspaceId, user, "retention-dry-run", new Asked(At: body.At?.ToUniversalTime(), Cursor: after), body.Reason, ct);
        if (shown.Refusal is { } unrecorded) return Problem.Of(unrecorded);

        http.Tell(shown.Last!.Position);
        var (at, page) = (body.At ?? clock.GetUtcNow(), Paging.Cut(await desk.Channels(workspaceId, after ?? "", ct), limit ?? Paging.DefaultLimit));
        List<MonthPlan> plans = [];
        foreach (var channel in page.Page) plans.AddRange(await desk.Plan(channel, rules, holds, at, ct));
        return Sized.Ok(
            new DryRunResource(at, plans.Sum(static p => p.Going), plans.Sum(static p => p.Kept.Sum(static k => k.Count)), plans, page.More ? $"{page.Page[^1]}" : null),
            ApiJson.Default.DryRunResource);
    }
}
