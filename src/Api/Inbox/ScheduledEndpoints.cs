using System.Security.Claims;
using EventChat.Api.Channels;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Inbox;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Projections.Inbox;

namespace EventChat.Api.Inbox;

/// <summary>Messages that are sent later. They are their author's alone until then.</summary>
internal static class ScheduledEndpoints
{
    public static IEndpointRouteBuilder MapScheduled(this IEndpointRouteBuilder routes)
    {
        var scheduled = routes.MapGroup("").WithTags("Scheduled");
        scheduled.MapPost("/channels/{channelId}/scheduled", Schedule).WithSummary("Have a message sent later").Limited(RateKind.Messages).Repeatable()
            .Produces<ScheduledResource>(201);
        scheduled.MapGet("/channels/{channelId}/scheduled", InChannel).WithSummary("What you have waiting in a channel, soonest first").ReadsFrom(ScheduledProjection.Name)
            .Produces<ListOf<ScheduledResource>>();
        scheduled.MapGet("/me/scheduled", Mine).WithSummary("What you have waiting, soonest first, and what was refused when its time had come")
            .ReadsFrom(ScheduledProjection.Name).Produces<ListOf<ScheduledResource>>();
        scheduled.MapPatch("/scheduled/{scheduledId}", Change).WithSummary("Change what it says, or when").Limited(RateKind.Messages).Refuses(409)
            .Produces<ScheduledResource>();
        scheduled.MapDelete("/scheduled/{scheduledId}", Cancel).WithSummary("Cancel it; of one that was refused, put it away").Refuses(409).Produces(204);
        return routes;
    }

    private static async Task<IResult> Schedule(
        ChannelId channelId, ScheduleMessageRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, CancellationToken ct)
    {
        var key = Idempotency.Key(http);
        if (Idempotency.Refuses(key) is { } malformed) return Problem.Of(malformed);
        if (body.SendAt is not { } sendAt) return Problem.Of(new FieldInvalid("sendAt", "'sendAt' says when, as in 2030-01-01T12:00:00Z."));

        var caller = await callers.In(channelId, user, ct);
        var (text, broadcast) = (body.Text ?? "", body.Broadcast ?? false);
        if (await RefusesNow(new(channelId, text, body.ThreadRoot, broadcast), caller, commands, ct) is { } refused) return Problem.Of(refused);

        var id = Idempotency.IdFor(key, 'T', caller.User, $"scheduled of {channelId}", ScheduledId.New);
        var result = await commands.Handle(new ScheduleMessage(caller.User, id, channelId, text, sendAt.ToUniversalTime(), body.ThreadRoot, broadcast), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(result.Last!.Position);
        return Sized.Created(ScheduledResource.Of((MessageScheduled)result.Last.Event, result.Last.RecordedAt), ApiJson.Default.ScheduledResource);
    }

    private static async Task<IResult> InChannel(ChannelId channelId, ClaimsPrincipal user, Callers callers, ScheduledQueries scheduled, CancellationToken ct, int? limit = null, string? after = null) =>
        await callers.Reader(channelId, user, ct) is null ? Problem.Of(new ChannelNotFound(channelId)) : await List(user, channelId, scheduled, limit, after, ct);

    private static Task<IResult> Mine(ClaimsPrincipal user, ScheduledQueries scheduled, CancellationToken ct, int? limit = null, string? after = null) =>
        List(user, null, scheduled, limit, after, ct);

    /// <summary>The cursor is when and which, so that what is sent meanwhile moves nothing.</summary>
    private static async Task<IResult> List(ClaimsPrincipal user, ChannelId? channel, ScheduledQueries scheduled, int? limit, string? after, CancellationToken ct)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (after is not null && (after.Length != PlaceLength || !char.IsAsciiDigit(after[0]) || !Id.TryParse<ScheduledId>(after.AsSpan(^Id.Length..), out _)))
            return Problem.Of(new CursorInvalid("after"));

        var size = limit ?? Paging.DefaultLimit;
        var all = (await scheduled.Of(Callers.Of(user).User, ct)).Where(s => channel is null || s.ChannelId == channel)
            .OrderBy(PlaceOf, StringComparer.Ordinal).SkipWhile(s => after is not null && string.CompareOrdinal(PlaceOf(s), after) <= 0);
        var (page, more) = Paging.Cut([.. all.Take(size + 1)], size);
        return Sized.Ok(
            new ListOf<ScheduledResource>([.. page.Select(ScheduledResource.Of)], more ? PlaceOf(page[^1]) : null), ApiJson.Default.ListOfScheduledResource);
    }

    private const int PlaceLength = 15 + Id.Length;

    private static string PlaceOf(ScheduledView view) => $"{view.SendAt.ToUnixTimeMilliseconds():D15}{view.ScheduledId}";

    private static async Task<IResult> Change(
        ScheduledId scheduledId, ChangeScheduledRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, ChannelCommands channels,
        ScheduledWords words, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        var result = await commands.Handle(new ChangeScheduled(caller.User, scheduledId, body.Text, body.SendAt?.ToUniversalTime()), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(await channels.PositionOf(result, ct));
        return await words.Read(caller.User, scheduledId, ct) is { } known
            ? Sized.Ok(ScheduledResource.Of(known.Fact, known.MadeAt), ApiJson.Default.ScheduledResource)
            : Problem.Of(new ScheduledNotFound(scheduledId));
    }

    private static async Task<IResult> Cancel(
        ScheduledId scheduledId, HttpContext http, ClaimsPrincipal user, CommandHandler commands, ChannelCommands channels, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        var result = await commands.Handle(new CancelScheduled(caller.User, scheduledId), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await channels.PositionOf(result, ct));
        return TypedResults.NoContent();
    }

    /// <summary>Why it would be refused if it were sent now; whoever may not write now need not wait to be told.</summary>
    private static async Task<Refusal?> RefusesNow(SendMessage command, Caller caller, CommandHandler commands, CancellationToken ct) =>
        await commands.Ask<Channel, Refusal?>(command.Stream, (channel, _) => command.Decide(channel, new(caller, DateTimeOffset.UnixEpoch)).Refusal, ct);
}

/// <param name="ThreadRoot">Number of the message to answer.</param>
/// <param name="Broadcast">Show the reply in the channel too.</param>
/// <param name="SendAt">In the future, at most 120 days ahead.</param>
public sealed record ScheduleMessageRequest(string? Text, int? ThreadRoot, bool? Broadcast, DateTimeOffset? SendAt);

/// <summary>What is left out stays as it is.</summary>
public sealed record ChangeScheduledRequest(string? Text, DateTimeOffset? SendAt);

/// <param name="State"><c>open</c>: waits; <c>due</c>: is being sent, and can be neither changed nor cancelled; <c>failed</c>: was refused.</param>
/// <param name="Failure">The code of the refusal.</param>
public sealed record ScheduledResource(
    ScheduledId Id, ChannelId ChannelId, string Text, int? ThreadRoot, bool Broadcast, DateTimeOffset SendAt, DateTimeOffset CreatedAt, string State, string? Failure = null)
{
    public static ScheduledResource Of(MessageScheduled fact, DateTimeOffset madeAt) =>
        new(fact.ScheduledId, fact.ChannelId, fact.Text, fact.ThreadRoot, fact.Broadcast ?? false, fact.SendAt, madeAt, "open");

    public static ScheduledResource Of(ScheduledView view) => new(
        view.ScheduledId, view.ChannelId, view.Text, view.ThreadRoot, view.Broadcast, view.SendAt, view.CreatedAt,
        view.Failure is not null ? "failed" : view.IsDue ? "due" : "open", view.Failure);
}
