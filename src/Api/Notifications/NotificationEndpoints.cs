using System.Globalization;
using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Api.Messages;
using EventChat.Commands.Handling;
using EventChat.Commands.Notifications;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Notifications;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Notifications;

internal static class NotificationEndpoints
{
    public static IEndpointRouteBuilder MapNotifications(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("").WithTags("Me");
        me.MapGet("/me/notifications", List).WithSummary("What you are told, newest first")
            .ReadsFrom(NotificationSource.Name, TimelineProjection.Name).Produces<ListOf<NotificationResource>>();
        me.MapPut("/me/notifications/read", MarkRead).WithSummary("You have seen all up to a position, or some by their ids").Produces<ReadNotificationsResource>();
        return routes;
    }

    private static async Task<IResult> List(
        ClaimsPrincipal user, Feeds feeds, CancellationToken ct, int? limit = null, string? before = null, bool? unread = null, WorkspaceId? workspaceId = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (Position(before) is not { } position) return Problem.Of(new CursorInvalid("before"));

        var (items, next) = await feeds.Read(Callers.Of(user), workspaceId, unread == true, position, limit ?? Paging.DefaultLimit, ct);
        return Sized.Ok(new ListOf<NotificationResource>(items, next?.ToString(CultureInfo.InvariantCulture)), ApiJson.Default.ListOfNotificationResource);
    }

    private static async Task<IResult> MarkRead(
        ReadNotificationsRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        var ids = body.Ids?.Select(static id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : -1).ToList();
        var (caller, head) = (Callers.Of(user), await store.ReadHead(ct));
        var result = await commands.Handle(new MarkNotificationsRead(caller.User, body.Position, ids, head.Value), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(result.Last?.Position ?? head);
        var through = await commands.Ask<Commands.Inbox.Inbox, long>(StreamName.ForInbox(caller.User), static (inbox, _) => inbox.Notifications.Through, ct);
        return Sized.Ok(new ReadNotificationsResource(through), ApiJson.Default.ReadNotificationsResource);
    }

    /// <returns>Null for what is no cursor; beyond everything where none is given.</returns>
    private static long? Position(string? cursor) => cursor is null ? long.MaxValue
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;
}

/// <param name="Position">All up to it are read; instead of <paramref name="Ids"/>.</param>
/// <param name="Ids">At most 200.</param>
public sealed record ReadNotificationsRequest(long? Position, IReadOnlyList<string>? Ids);

/// <param name="Position">All up to it are read.</param>
public sealed record ReadNotificationsResource(long Position);

/// <param name="Id">Its position, as text.</param>
/// <param name="Position">Of the event that it comes from; newer ones have higher ones.</param>
/// <param name="Number">Of the message that it is about.</param>
/// <param name="ThreadRoot">Where the message is shown in its thread alone.</param>
/// <param name="Emoji">Of a reaction.</param>
/// <param name="Text">How the message begins.</param>
/// <param name="Quiet">It came in your quiet hours, or from where you have muted: nothing should ring.</param>
public sealed record NotificationResource(
    string Id, long Position, NotifyReason Reason, bool Unread, bool Quiet, DateTimeOffset At, AuthorResource Actor, WorkspaceId WorkspaceId, ChannelId? ChannelId,
    int? Number, int? ThreadRoot, string? Emoji, string? Text);
