using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Serialization;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Events;
using EventChat.Realtime.Drafts;

namespace EventChat.Api.Drafts;

/// <summary>What a person has begun to write, for all of their devices and for nobody else. None of it is in the log.</summary>
internal static class DraftEndpoints
{
    public static IEndpointRouteBuilder MapDrafts(this IEndpointRouteBuilder routes)
    {
        var drafts = routes.MapGroup("/me/drafts").WithTags("Me");
        drafts.MapGet("/", List).WithSummary("What you have begun to write, newest first").Produces<DraftList>();
        drafts.MapPut("/{channelId}", Save).WithSummary($"Keep what you write in a channel, every few seconds while you do; a text in which nothing can be seen puts it away. Of more than {Draft.Most} drafts the oldest goes")
            .Limited(RateKind.Drafts).AppendsNothing().Produces<DraftResource>().Produces(204);
        drafts.MapDelete("/{channelId}", Forget).WithSummary("Put it away").Limited(RateKind.Drafts).AppendsNothing().Produces(204);
        drafts.MapPut("/{channelId}/{threadRoot:int}", SaveReply).WithSummary("Keep what you answer to a message").Limited(RateKind.Drafts).AppendsNothing().Produces<DraftResource>().Produces(204);
        drafts.MapDelete("/{channelId}/{threadRoot:int}", ForgetReply).WithSummary("Put the answer away").Limited(RateKind.Drafts).AppendsNothing().Produces(204);
        return routes;
    }

    private static async Task<IResult> List(ClaimsPrincipal user, DraftDesk desk, CancellationToken ct, int? limit = null, string? before = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var below = long.MaxValue;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out below)) return Problem.Of(new CursorInvalid("before"));
        return await desk.List(limit ?? Paging.DefaultLimit, below, user, ct);
    }

    private static Task<IResult> Save(ChannelId channelId, DraftRequest body, ClaimsPrincipal user, DraftDesk desk, CancellationToken ct) => desk.Save(channelId, null, body.Text, user, ct);

    private static Task<IResult> SaveReply(ChannelId channelId, int threadRoot, DraftRequest body, ClaimsPrincipal user, DraftDesk desk, CancellationToken ct) =>
        desk.Save(channelId, threadRoot, body.Text, user, ct);

    private static Task<IResult> Forget(ChannelId channelId, ClaimsPrincipal user, DraftDesk desk, CancellationToken ct) => desk.Forget(channelId, null, user, ct);

    private static Task<IResult> ForgetReply(ChannelId channelId, int threadRoot, ClaimsPrincipal user, DraftDesk desk, CancellationToken ct) => desk.Forget(channelId, threadRoot, user, ct);
}

public sealed record DraftRequest(string? Text);

/// <param name="ThreadRoot">Number of the message that is answered; absent in the channel itself.</param>
/// <param name="Version">Counts what you do with drafts.</param>
public sealed record DraftResource(ChannelId ChannelId, int? ThreadRoot, string Text, long Version, DateTimeOffset ChangedAt)
{
    internal static DraftResource Of(Draft draft) => new(draft.Place.ChannelId, draft.Place.ThreadRoot, draft.Text, draft.Version, draft.ChangedAt);
}

/// <param name="Version">As of which the list is: what is pushed with a higher one comes on top.</param>
public sealed record DraftList(IReadOnlyList<DraftResource> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next, long Version);
