using System.Security.Claims;
using EventChat.Api.Channels;
using EventChat.Api.Http;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Inbox;
using EventChat.Events;
using EventChat.Events.Channels;

namespace EventChat.Api.Inbox;

/// <summary>Which direct messages a person keeps out of their lists; the others in them learn nothing of it.</summary>
internal static class DirectVisibilityEndpoints
{
    public static IEndpointRouteBuilder MapDirectVisibility(this IEndpointRouteBuilder routes)
    {
        var hidden = routes.MapGroup("/me/hidden-dms").WithTags("Me");
        hidden.MapPut("/{channelId}", Hide).WithSummary("Leave a direct message out of your lists, until something newer is said in it").Produces(204);
        hidden.MapDelete("/{channelId}", Show).WithSummary("Show it again").Produces(204);
        return routes;
    }

    private static async Task<IResult> Hide(
        ChannelId channelId, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, ChannelCommands channels, CancellationToken ct) =>
        await callers.Reader(channelId, user, ct) is { } access
            ? await Done(new HideDirect(channelId, Callers.Of(user).User, access.LastNumber), access, channelId, http, user, commands, channels, ct)
            : Problem.Of(new ChannelNotFound(channelId));

    private static async Task<IResult> Show(
        ChannelId channelId, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, ChannelCommands channels, CancellationToken ct) =>
        await callers.Reader(channelId, user, ct) is { } access
            ? await Done(new ShowDirect(channelId, Callers.Of(user).User), access, channelId, http, user, commands, channels, ct)
            : Problem.Of(new ChannelNotFound(channelId));

    private static async Task<IResult> Done(
        ICommand<Commands.Inbox.Inbox> command, ChannelAccess access, ChannelId channel, HttpContext http, ClaimsPrincipal user, CommandHandler commands,
        ChannelCommands channels, CancellationToken ct)
    {
        if (access.Kind != ChannelKind.Direct) return Problem.Of(new NoDirect(channel));
        var result = await commands.Handle(command, Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await channels.PositionOf(result, ct));
        return TypedResults.NoContent();
    }
}
