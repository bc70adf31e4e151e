using System.Globalization;
using System.Security.Claims;
using EventChat.Api.Channels;
using EventChat.Api.Http;
using EventChat.Api.Messages;
using EventChat.Api.RateLimits;
using EventChat.Api.Users;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Inbox;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Inbox;
using EventChat.Projections.Timeline;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Api.Inbox;

/// <summary>Messages that a person keeps for later. What they may no longer read is not shown, and is there again when they may.</summary>
internal static class SavedEndpoints
{
    public static IEndpointRouteBuilder MapSaved(this IEndpointRouteBuilder routes)
    {
        var saved = routes.MapGroup("/me/saved").WithTags("Me");
        saved.MapGet("/", List).WithSummary("What you saved, newest first; what was deleted since is a tombstone")
            .ReadsFrom(SavedProjection.Name, TimelineProjection.Name, "users").Produces<ListOf<SavedResource>>();
        saved.MapPut("/{channelId}/{number:int}", Save).WithSummary("Keep a message for later").Limited(RateKind.Reactions).Produces(204);
        saved.MapDelete("/{channelId}/{number:int}", Unsave).WithSummary("Let it go").Limited(RateKind.Reactions).Produces(204);
        return routes;
    }

    private static async Task<IResult> Save(
        ChannelId channelId, int number, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, ChannelCommands channels, CancellationToken ct)
    {
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));
        var message = await commands.Ask<Channel, MessageFacts?>(StreamName.For(channelId), (channel, _) => channel.Find(number), ct);
        return await Done(new SaveMessage(channelId, number, Callers.Of(user).User, message), http, user, commands, channels, ct);
    }

    private static async Task<IResult> Unsave(
        ChannelId channelId, int number, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, ChannelCommands channels, CancellationToken ct)
    {
        var me = Callers.Of(user).User;
        var isSaved = await commands.Ask<AnInbox, bool>(StreamName.ForInbox(me), (inbox, _) => inbox.HasSaved(channelId, number), ct);
        return isSaved || await callers.Reader(channelId, user, ct) is not null
            ? await Done(new UnsaveMessage(channelId, number, me), http, user, commands, channels, ct)
            : Problem.Of(new ChannelNotFound(channelId));
    }

    private static async Task<IResult> List(
        ClaimsPrincipal user, Callers callers, SavedQueries saved, TimelineQueries timeline, Authors authors, CancellationToken ct, int? limit = null, string? before = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var below = long.MaxValue;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out below)) return Problem.Of(new CursorInvalid("before"));

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await saved.Before(Callers.Of(user).User, below, size + 1, ct), size);
        Dictionary<ChannelId, bool> readable = [];
        foreach (var channel in page.Select(static s => s.ChannelId).Distinct()) readable[channel] = await callers.Reader(channel, user, ct) is not null;
        var found = await timeline.Find([.. page.Where(s => readable[s.ChannelId]).Select(static s => (s.ChannelId, s.Number))], ct);
        var shown = (await TimelineEndpoints.Show(found, timeline, authors, ct)).ToDictionary(static m => (m.ChannelId, m.Number));
        return Sized.Ok(
            new ListOf<SavedResource>(
                [.. page.Where(s => shown.ContainsKey((s.ChannelId, s.Number))).Select(s => new SavedResource(s.SavedAt, shown[(s.ChannelId, s.Number)]))],
                more ? $"{page[^1].Version}" : null),
            ApiJson.Default.ListOfSavedResource);
    }

    private static async Task<IResult> Done(
        ICommand<AnInbox> command, HttpContext http, ClaimsPrincipal user, CommandHandler commands, ChannelCommands channels, CancellationToken ct)
    {
        var result = await commands.Handle(command, Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await channels.PositionOf(result, ct));
        return TypedResults.NoContent();
    }
}

public sealed record SavedResource(DateTimeOffset SavedAt, MessageResource Message);
