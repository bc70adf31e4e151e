using System.Security.Claims;
using System.Text.Json.Serialization;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Channels;
using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Store;
using EventChat.Events.Users;
using EventChat.Projections.Compliance;

namespace EventChat.Api.Compliance;

internal static class AccessEndpoints
{
    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/compliance/workspaces/{workspaceId}/access/{channelId}/{number:int}", Report).WithTags("Compliance")
            .WithSummary("Who could see a message and when, and whose read mark passed it, as an officer").Limited(RateKind.Compliance).Produces<AccessResource>();
        return routes;
    }

    private static async Task<IResult> Report(
        WorkspaceId workspaceId, ChannelId channelId, int number, ClaimsPrincipal user, Officers officers, Places places, Replays replays, CommandHandler commands, IEventStore store,
        CancellationToken ct, DateTimeOffset? from = null, DateTimeOffset? to = null, int? limit = null, string? after = null, string? reason = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        UserId? last = Id.TryParse<UserId>(after, out var parsed) ? parsed : null;
        if (after is not null && last is null) return Problem.Of(new CursorInvalid("after"));
        if (await officers.Refuses(workspaceId, user, ct) is { } hidden) return Problem.Of(hidden);
        if (to <= from) return Problem.Of(new AccessEndsBeforeItBegins());
        if (await places.Elsewhere(workspaceId, [channelId], ct) is not null) return Problem.Of(new ChannelNotFound(channelId));
        var asked = new Asked(channelId, number, From: from?.ToUniversalTime(), To: to?.ToUniversalTime(), Cursor: after);
        if (await officers.RefusesToShow(workspaceId, user, "access-report", asked, reason, ct) is { } unrecorded) return Problem.Of(unrecorded);

        var fold = await replays.Access(workspaceId, channelId, number, ct);
        if (fold.Sent is not { } sent) return Problem.Of(new MessageNotFound(number));
        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut([.. fold.Between(from, to).Where(p => last is not { } known || p.User.Value.CompareTo(known.Value) > 0).Take(size + 1)], size);
        List<WitnessResource> items = [];
        foreach (var (person, spans) in page)
        {
            var open = AccessFold.Cut(spans, null, await ClosedAt(person, commands, store, ct));
            var read = (await replays.Reads(person, new(channelId, number, fold.ThreadRoot, fold.SentAt), ct)).Passings;
            if (open.Count > 0) items.Add(new(person, person == sent.By, open, [.. read.Where(r => !(r.At < from) && !(r.At >= to))]));
        }

        return Sized.Ok(
            new AccessResource(channelId, number, sent.By, sent.At, fold.Deleted?.By, fold.Deleted?.At, items, more ? $"{page[^1].User}" : null), ApiJson.Default.AccessResource);
    }

    /// <summary>Few accounts are closed, so that nobody reads the events of one that is open.</summary>
    private static async Task<DateTimeOffset?> ClosedAt(UserId person, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        if (!await commands.Ask<User, bool>(StreamName.For(person), static (u, _) => u.IsDeactivated, ct)) return null;
        return (await store.ReadStreamBackwards(StreamName.For(person), long.MaxValue, ct).FirstOrDefaultAsync(static e => e.Readable is UserDeactivated, ct))?.RecordedAt;
    }
}

/// <param name="SentAt">When the server had it.</param>
/// <param name="Items">People who could see it in the interval, in the order of their ids.</param>
public sealed record AccessResource(
    ChannelId ChannelId, int Number, UserId Author, DateTimeOffset SentAt, UserId? DeletedBy, DateTimeOffset? DeletedAt, IReadOnlyList<WitnessResource> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <param name="Spans">When they could see it, and as what.</param>
/// <param name="Read">When their read mark came to stand at it or after it, by something they did.</param>
public sealed record WitnessResource(UserId UserId, bool IsAuthor, IReadOnlyList<AccessSpan> Spans, IReadOnlyList<ReadPassing> Read);
