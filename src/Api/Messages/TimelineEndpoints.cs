using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.Users;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Messages;

internal static class TimelineEndpoints
{
    public static IEndpointRouteBuilder MapTimeline(this IEndpointRouteBuilder routes)
    {
        var channel = routes.MapGroup("/channels/{channelId}").WithTags("Messages");
        channel.MapGet("/messages", Page).ForApps(AppScopes.MessagesRead).WithSummary("Messages, newest first; before, after or around a number").ReadsFrom("timeline", "users")
            .Produces<ListOf<MessageResource>>();
        channel.MapGet("/messages/{number:int}", Get).ForApps(AppScopes.MessagesRead).WithSummary("A message").ReadsFrom("timeline", "users").Produces<MessageResource>();
        channel.MapGet("/messages/{number:int}/thread", Thread).ForApps(AppScopes.MessagesRead).WithSummary("The replies of a thread, oldest first").ReadsFrom("timeline", "users")
            .Produces<ListOf<MessageResource>>();
        channel.MapGet("/events", ChannelEvents.Read).ForApps(AppScopes.MessagesRead).WithSummary("The channel's events after a version, oldest first, dense").Produces<ChannelEventsResource>();
        return routes;
    }

    private static async Task<IResult> Page(
        ChannelId channelId, ClaimsPrincipal user, Callers callers, TimelineQueries timeline, Authors authors, CancellationToken ct,
        int? limit = null, string? before = null, string? after = null, string? around = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (new[] { before, after, around }.Count(static c => c is not null) > 1) return Problem.Of(new TooManyCursors());
        if ((before ?? after ?? around) is { } cursor && Paging.Number(cursor) is null)
            return Problem.Of(new CursorInvalid(before is not null ? "before" : after is not null ? "after" : "around"));
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));

        var size = limit ?? Paging.DefaultLimit;
        var (page, next) = (Paging.Number(before), Paging.Number(after), Paging.Number(around)) switch
        {
            (_, { } a, _) => After(await timeline.After(channelId, a, size + 1, ct), size),
            (_, _, { } a) => await Around(timeline, channelId, a, size, ct),
            var (b, _, _) => Before(await timeline.Before(channelId, b ?? int.MaxValue, size + 1, ct), size),
        };

        return Sized.Ok(new ListOf<MessageResource>(await Show(page, timeline, authors, ct), next), ApiJson.Default.ListOfMessageResource);
    }

    private static async Task<IResult> Get(
        ChannelId channelId, int number, ClaimsPrincipal user, Callers callers, TimelineQueries timeline, Authors authors, CancellationToken ct)
    {
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));
        if (number < 1 || await timeline.Find(channelId, number, ct) is not { } message) return Problem.Of(new MessageNotFound(number));
        return Sized.Ok((await Show([message], timeline, authors, ct))[0], ApiJson.Default.MessageResource);
    }

    private static async Task<IResult> Thread(
        ChannelId channelId, int number, ClaimsPrincipal user, Callers callers, TimelineQueries timeline, Authors authors, CancellationToken ct,
        int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (after is not null && Paging.Number(after) is null) return Problem.Of(new CursorInvalid("after"));
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));
        if (number < 1 || await timeline.Find(channelId, number, ct) is null) return Problem.Of(new MessageNotFound(number));

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await timeline.Replies(channelId, number, Paging.Number(after) ?? 0, size + 1, ct), size);
        return Sized.Ok(new ListOf<MessageResource>(await Show(page, timeline, authors, ct), more ? $"{page[^1].Number}" : null), ApiJson.Default.ListOfMessageResource);
    }

    /// <summary>Going back in time: the next page is before the last message.</summary>
    private static (List<TimelineMessage> Page, string? Next) Before(List<TimelineMessage> read, int size)
    {
        var (page, more) = Paging.Cut(read, size);
        return (page, more ? $"{page[^1].Number}" : null);
    }

    /// <summary>Going forward in time, but still newest first: the next page is after the first message.</summary>
    private static (List<TimelineMessage> Page, string? Next) After(List<TimelineMessage> read, int size)
    {
        var (page, more) = Paging.Cut(read, size);
        page.Reverse();
        return (page, more ? $"{page[0].Number}" : null);
    }

    /// <summary>The message in the middle; the next page is before it, as on every other page.</summary>
    private static async Task<(List<TimelineMessage> Page, string? Next)> Around(
        TimelineQueries timeline, ChannelId channel, int number, int size, CancellationToken ct)
    {
        var newer = await timeline.After(channel, number, size / 2, ct);
        newer.Reverse();
        var (older, next) = Before(await timeline.Before(channel, number == int.MaxValue ? number : number + 1, size - newer.Count + 1, ct), size - newer.Count);
        return ([.. newer, .. older], next);
    }

    internal static async ValueTask<List<MessageResource>> Show(List<TimelineMessage> messages, TimelineQueries timeline, Authors authors, CancellationToken ct)
    {
        for (var i = 0; i < messages.Count; i++) messages[i] = await timeline.WithLatestReply(messages[i], ct);
        var named = await authors.Named(MessageResource.PeopleOf(messages), ct);
        return [.. messages.Select(m => MessageResource.Of(m, named))];
    }
}
