using System.Globalization;
using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Channels;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Users;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Messages;

/// <summary>Which messages are pinned is known at the head of the log; what they say is read from the timeline.</summary>
internal static class PinEndpoints
{
    public static IEndpointRouteBuilder MapPins(this IEndpointRouteBuilder routes)
    {
        var pins = routes.MapGroup("/channels/{channelId}/pins").WithTags("Messages");
        pins.MapGet("/", List).ForApps(AppScopes.MessagesRead).WithSummary("What is pinned, newest pin first").ReadsFrom(TimelineProjection.Name, "users").Produces<ListOf<MessageResource>>();
        pins.MapPut("/{number:int}", Pin).ForApps(AppScopes.MessagesWrite).WithSummary("Pin a message for everybody").Limited(RateKind.Reactions).PushesToMany().Produces(204);
        pins.MapDelete("/{number:int}", Unpin).ForApps(AppScopes.MessagesWrite).WithSummary("Take a pin away").Limited(RateKind.Reactions).PushesToMany().Produces(204);
        return routes;
    }

    private static Task<IResult> Pin(
        ChannelId channelId, int number, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, CancellationToken ct) =>
        MessageEndpoints.Done(new PinMessage(channelId, number), channelId, http, user, callers, channels, ct);

    private static Task<IResult> Unpin(
        ChannelId channelId, int number, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, CancellationToken ct) =>
        MessageEndpoints.Done(new UnpinMessage(channelId, number), channelId, http, user, callers, channels, ct);

    private static async Task<IResult> List(
        ChannelId channelId, ClaimsPrincipal user, Callers callers, CommandHandler commands, TimelineQueries timeline, Authors authors, CancellationToken ct,
        int? limit = null, string? before = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var below = long.MaxValue;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out below)) return Problem.Of(new CursorInvalid("before"));
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));

        var pins = await commands.Ask<Channel, IReadOnlyList<Pin>>(StreamName.For(channelId), static (channel, _) => channel.Pins, ct);
        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut([.. pins.Where(pin => pin.Version < below).Reverse().Take(size + 1)], size);
        var found = (await timeline.Find(channelId, [.. page.Select(static pin => pin.Number)], ct)).ToDictionary(static m => m.Number);
        // One that the timeline has not heard of yet is there the next time.
        var messages = page.Select(pin => found.GetValueOrDefault(pin.Number)).OfType<TimelineMessage>().Where(static m => m.PinnedAt is not null).ToList();
        return Sized.Ok(
            new ListOf<MessageResource>(await TimelineEndpoints.Show(messages, timeline, authors, ct), more ? $"{page[^1].Version}" : null),
            ApiJson.Default.ListOfMessageResource);
    }
}
