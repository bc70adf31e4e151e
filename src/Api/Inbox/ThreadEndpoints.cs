using System.Globalization;
using System.Security.Claims;
using EventChat.Api.Channels;
using EventChat.Api.Http;
using EventChat.Api.Messages;
using EventChat.Api.Users;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Inbox;
using EventChat.Commands.Messages;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Inbox;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Inbox;

internal static class ThreadEndpoints
{
    public static IEndpointRouteBuilder MapThreads(this IEndpointRouteBuilder routes)
    {
        var threads = routes.MapGroup("").WithTags("Threads");
        threads.MapGet("/workspaces/{workspaceId}/threads", List).WithSummary("The threads that you follow, newest activity first").ReadsFrom("inbox", "timeline")
            .Produces<ListOf<FollowedThreadResource>>();
        threads.MapPut("/channels/{channelId}/messages/{number:int}/follow", Follow).WithSummary("Follow the thread of a message; what is there counts as read").Produces(204);
        threads.MapDelete("/channels/{channelId}/messages/{number:int}/follow", Unfollow).WithSummary("Follow it no longer, until you answer again").Produces(204);
        threads.MapPut("/channels/{channelId}/messages/{number:int}/thread/read", MarkRead).WithSummary("Read a thread up to a number; backwards marks unread")
            .Produces<ThreadMarkResource>();
        return routes;
    }

    private static async Task<IResult> Follow(
        ChannelId channelId, int number, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, ChannelCommands channels, CancellationToken ct)
    {
        var me = Callers.Of(user).User;
        var (refusal, thread, _) = await Find(channelId, number, int.MaxValue, user, callers, commands, ct);
        return refusal is not null ? Problem.Of(refusal) : await Done(new FollowThread(channelId, me, number, thread), http, user, commands, channels, ct);
    }

    private static async Task<IResult> Unfollow(
        ChannelId channelId, int number, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, ChannelCommands channels, CancellationToken ct)
    {
        var me = Callers.Of(user).User;
        var (refusal, thread, lastOwn) = await Find(channelId, number, int.MaxValue, user, callers, commands, ct);
        return refusal is not null ? Problem.Of(refusal) : await Done(new UnfollowThread(channelId, me, number, lastOwn, thread), http, user, commands, channels, ct);
    }

    private static async Task<IResult> MarkRead(
        ChannelId channelId, int number, MarkReadRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands,
        ChannelCommands channels, CancellationToken ct)
    {
        if (body.Number is not { } read || read < 0) return Problem.Of(new FieldInvalid("number", "'number' is a message number, or 0 for none."));
        var (refusal, thread, _) = await Find(channelId, number, read, user, callers, commands, ct);
        if (refusal is not null) return Problem.Of(refusal);

        var caller = Callers.Of(user);
        var result = await commands.Handle(new MarkThreadRead(channelId, caller.User, number, read, thread), caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);
        http.Tell(await channels.PositionOf(result, ct));
        return Sized.Ok(new ThreadMarkResource(channelId, number, read, thread.Unread, thread.MentionedIn), ApiJson.Default.ThreadMarkResource);
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, Callers callers, ThreadQueries threads, TimelineQueries timeline, Authors authors, CancellationToken ct,
        int? limit = null, string? before = null, bool? unread = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (Cursor(before) is not { } from) return Problem.Of(new CursorInvalid("before"));
        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));

        var size = limit ?? Paging.DefaultLimit;
        var (page, next) = await Page(threads, caller.User, workspaceId, from, unread == true, size, ct);
        List<FollowedThreadResource> items = [];
        var roots = await Roots(page, timeline, ct);
        var named = await authors.Named([.. roots.Values.Select(static m => m.Author).Distinct()], ct);
        foreach (var thread in page)
            if (roots.TryGetValue((thread.ChannelId, thread.Root), out var root)) items.Add(new(MessageResource.Of(root, named), thread.Unread, thread.LastRead));
        return Sized.Ok(new ListOf<FollowedThreadResource>(items, next), ApiJson.Default.ListOfFollowedThreadResource);
    }

    /// <summary>Where only unread ones are asked for, those that turn out to have nothing are passed over.</summary>
    private static async Task<(List<ThreadQueries.Thread> Page, string? Next)> Page(
        ThreadQueries threads, UserId user, WorkspaceId workspace, long before, bool unreadOnly, int size, CancellationToken ct)
    {
        List<ThreadQueries.Thread> page = [];
        while (true)
        {
            var read = await threads.Of(user, workspace, before, unreadOnly, size + 1, ct);
            page.AddRange(read.Where(t => !unreadOnly || t.Unread > 0));
            if (page.Count > size) return (page[..size], page[size - 1].Position.ToString(CultureInfo.InvariantCulture));
            if (read.Count <= size) return (page, null);
            before = read[^1].Position;
        }
    }

    private static async Task<Dictionary<(ChannelId, int), TimelineMessage>> Roots(List<ThreadQueries.Thread> page, TimelineQueries timeline, CancellationToken ct)
    {
        Dictionary<(ChannelId, int), TimelineMessage> roots = [];
        foreach (var thread in page)
            if (await timeline.Find(thread.ChannelId, thread.Root, ct) is { } root) roots.Add((thread.ChannelId, thread.Root), await timeline.WithLatestReply(root, ct));
        return roots;
    }

    private static long? Cursor(string? before) =>
        before is null ? long.MaxValue : long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    /// <summary>The thread as it is for the caller, and the number of their newest reply in it.</summary>
    private static async Task<(Refusal? Refusal, ChannelCount Thread, int LastOwn)> Find(
        ChannelId channelId, int root, int read, ClaimsPrincipal user, Callers callers, CommandHandler commands, CancellationToken ct)
    {
        var nothing = new ChannelCount(0, 0, 0, 0, 0);
        if (await callers.Reader(channelId, user, ct) is not { } access) return (new ChannelNotFound(channelId), nothing, 0);
        if (!access.IsMember) return (new NotAMember(channelId), nothing, 0);
        var (me, groups) = (Callers.Of(user).User, await callers.GroupsOf(user, [access.WorkspaceId], ct));
        return await commands.Ask<Channel, (Refusal?, ChannelCount, int)>(
            StreamName.For(channelId),
            (channel, version) => channel.Find(root) switch
            {
                null => (new MessageNotFound(root), nothing, 0),
                { ThreadRoot: > 0 } => (new ThreadRootIsReply(root), nothing, 0),
                _ => (null, channel.CountThread(me, root, read, version, groups), channel.LastReply(me, root)),
            }, ct);
    }

    private static async Task<IResult> Done(
        ICommand<Commands.Inbox.Inbox> command, HttpContext http, ClaimsPrincipal user, CommandHandler commands, ChannelCommands channels, CancellationToken ct)
    {
        var result = await commands.Handle(command, Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await channels.PositionOf(result, ct));
        return TypedResults.NoContent();
    }
}

/// <param name="Root">The message that was answered, with the summary of its thread.</param>
/// <param name="Unread">Replies after the mark that stand and were written by others.</param>
/// <param name="LastRead">Number of the last message of the channel up to which you have read the thread.</param>
public sealed record FollowedThreadResource(MessageResource Root, int Unread, int LastRead);

/// <param name="Unread">What is left after the number.</param>
/// <param name="MentionedIn">Numbers of those that call you and are not shown in the channel; absent where they are more than a thousand.</param>
public sealed record ThreadMarkResource(ChannelId ChannelId, int Root, int Number, int Unread, IReadOnlyList<int>? MentionedIn);
